//! Composite types, field by field.

use super::values::{Fault, base, end, take};
use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{Field, FromSql, IsNull, Kind, ToSql, Type};

/// The fields of a composite type.
pub(crate) fn fields(ty: &Type) -> Option<&[Field]> {
    match base(ty).kind() {
        Kind::Composite(fields) => Some(fields),
        _ => None,
    }
}

/// Whether it is the composite type of that name.
pub(crate) fn is(ty: &Type, name: &str) -> bool {
    base(ty).name() == name && fields(ty).is_some()
}

/// Reads the fields of a composite value in their order.
#[derive(Debug)]
pub(crate) struct Reader<'a, 'b> {
    fields: std::slice::Iter<'b, Field>,
    raw: &'a [u8],
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(crate) fn new(ty: &'b Type, mut raw: &'a [u8]) -> Result<Self, Fault> {
        let fields = fields(ty).ok_or("no composite")?;
        let count = i32::from_be_bytes(take(&mut raw)?);
        if usize::try_from(count)? != fields.len() {
            // The driver asks for a type once in a connection's life.
            return Err("the composite has another number of fields".into());
        }
        Ok(Self { fields: fields.iter(), raw })
    }

    /// The next field.
    pub(crate) fn next<T: FromSql<'a>>(&mut self) -> Result<T, Fault> {
        let field = self.fields.next().ok_or("the composite has too few fields")?;
        if !T::accepts(field.type_()) {
            return Err(format!("field {}: it is of type {}", field.name(), field.type_()).into());
        }
        let _oid: [u8; 4] = take(&mut self.raw)?;
        let length = i32::from_be_bytes(take(&mut self.raw)?);
        let value = match usize::try_from(length) {
            // -1 is NULL.
            Err(_) => None,
            Ok(length) => {
                let (value, rest) =
                    self.raw.split_at_checked(length).ok_or("the composite is too short")?;
                self.raw = rest;
                Some(value)
            }
        };
        T::from_sql_nullable(field.type_(), value)
            .map_err(|fault| format!("field {}: {fault}", field.name()).into())
    }

    /// Fields that were added after the client was made are passed over.
    pub(crate) fn finish(mut self) -> Result<(), Fault> {
        while self.fields.len() > 0 {
            self.next::<Skipped>()?;
        }
        end(self.raw)
    }
}

/// A field that nobody reads.
struct Skipped;

impl<'a> FromSql<'a> for Skipped {
    fn from_sql(_: &Type, _: &'a [u8]) -> Result<Self, Fault> {
        Ok(Self)
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Writes a composite value of these fields; what the type has more is NULL.
pub(crate) fn write(
    ty: &Type,
    values: &[&(dyn ToSql + Sync)],
    out: &mut BytesMut,
) -> Result<IsNull, Fault> {
    let fields = fields(ty).ok_or("no composite")?;
    if values.len() > fields.len() {
        return Err("the composite has fewer fields".into());
    }
    out.put_i32(i32::try_from(fields.len())?);
    for (at, field) in fields.iter().enumerate() {
        out.put_u32(field.type_().oid());
        let start = out.len();
        out.put_i32(-1);
        if let Some(value) = values.get(at)
            && let IsNull::No = value.to_sql_checked(field.type_(), out)?
        {
            let length = i32::try_from(out.len() - start - 4)?;
            out[start..start + 4].copy_from_slice(&length.to_be_bytes());
        }
    }
    Ok(IsNull::No)
}

/// `FromSql` and `ToSql` of a composite type by its fields.
macro_rules! composite {
    ($type:ident of $name:literal { $($field:ident,)* }) => {
        impl<'a> tokio_postgres::types::FromSql<'a> for $type {
            fn from_sql(
                ty: &tokio_postgres::types::Type,
                raw: &'a [u8],
            ) -> Result<Self, $crate::runtime::values::Fault> {
                let mut reader = $crate::runtime::composite::Reader::new(ty, raw)?;
                let made = Self { $($field: reader.next()?,)* };
                reader.finish()?;
                Ok(made)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::composite::is(ty, $name)
            }
        }

        impl tokio_postgres::types::ToSql for $type {
            fn to_sql(
                &self,
                ty: &tokio_postgres::types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<tokio_postgres::types::IsNull, $crate::runtime::values::Fault> {
                $crate::runtime::composite::write(ty, &[$(&self.$field,)*], out)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::composite::is(ty, $name)
            }

            tokio_postgres::types::to_sql_checked!();
        }
    };
}

pub(crate) use composite;
