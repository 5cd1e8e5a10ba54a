//! Types that are another one with a name: identifiers and domains.

/// `FromSql` and `ToSql` of a struct of one field by that field.
macro_rules! through_inner {
    ($type:ident, $inner:ty) => {
        impl<'a> tokio_postgres::types::FromSql<'a> for $type {
            fn from_sql(
                ty: &tokio_postgres::types::Type,
                raw: &'a [u8],
            ) -> Result<Self, $crate::runtime::values::Fault> {
                <$inner as tokio_postgres::types::FromSql>::from_sql(
                    $crate::runtime::values::base(ty),
                    raw,
                )
                .map(Self)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                <$inner as tokio_postgres::types::FromSql>::accepts($crate::runtime::values::base(
                    ty,
                ))
            }
        }

        impl tokio_postgres::types::ToSql for $type {
            fn to_sql(
                &self,
                ty: &tokio_postgres::types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<tokio_postgres::types::IsNull, $crate::runtime::values::Fault> {
                self.0.to_sql($crate::runtime::values::base(ty), out)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                <$inner as tokio_postgres::types::ToSql>::accepts($crate::runtime::values::base(ty))
            }

            tokio_postgres::types::to_sql_checked!();
        }
    };
}

/// An enumeration by its labels. A label that was added after the client was made is `Unknown`.
macro_rules! through_label {
    ($type:ident, $name:literal) => {
        impl<'a> tokio_postgres::types::FromSql<'a> for $type {
            fn from_sql(
                _: &tokio_postgres::types::Type,
                raw: &'a [u8],
            ) -> Result<Self, $crate::runtime::values::Fault> {
                Ok(Self::from(std::str::from_utf8(raw)?))
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::newtype::is_enum(ty, $name)
            }
        }

        impl tokio_postgres::types::ToSql for $type {
            fn to_sql(
                &self,
                _: &tokio_postgres::types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<tokio_postgres::types::IsNull, $crate::runtime::values::Fault> {
                out.extend_from_slice(self.as_str().as_bytes());
                Ok(tokio_postgres::types::IsNull::No)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::newtype::is_enum(ty, $name)
            }

            tokio_postgres::types::to_sql_checked!();
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(from).map(|it| Self::from(&*it))
            }
        }
    };
}

/// Whether it is an enumeration of that name.
pub(crate) fn is_enum(ty: &tokio_postgres::types::Type, name: &str) -> bool {
    let ty = super::values::base(ty);
    matches!(ty.kind(), tokio_postgres::types::Kind::Enum(_)) && ty.name() == name
}

/// A composite type by its fields.
macro_rules! through_fields {
    ($type:ident, $name:literal, $reader:ident, { $($field:ident: $read:expr,)* }, $self:ident, [$($written:expr,)*]) => {
        impl<'a> tokio_postgres::types::FromSql<'a> for $type {
            fn from_sql(
                ty: &tokio_postgres::types::Type,
                raw: &'a [u8],
            ) -> Result<Self, $crate::runtime::values::Fault> {
                let mut $reader = $crate::runtime::composite::Reader::new(ty, raw)?;
                let made = Self { $($field: $read,)* };
                $reader.finish()?;
                Ok(made)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::composite::is(ty, $name)
            }
        }

        impl tokio_postgres::types::ToSql for $type {
            fn to_sql(
                &$self,
                ty: &tokio_postgres::types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<tokio_postgres::types::IsNull, $crate::runtime::values::Fault> {
                $crate::runtime::composite::write(ty, &[$($written,)*], out)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::composite::is(ty, $name)
            }

            tokio_postgres::types::to_sql_checked!();
        }
    };
}

/// A struct that is an object in JSON, by serde.
macro_rules! through_json {
    ($type:ident) => {
        impl<'a> tokio_postgres::types::FromSql<'a> for $type {
            fn from_sql(
                ty: &tokio_postgres::types::Type,
                raw: &'a [u8],
            ) -> Result<Self, $crate::runtime::values::Fault> {
                $crate::runtime::values::read_json(ty, raw)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::values::is_json(ty)
            }
        }

        impl tokio_postgres::types::ToSql for $type {
            fn to_sql(
                &self,
                ty: &tokio_postgres::types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<tokio_postgres::types::IsNull, $crate::runtime::values::Fault> {
                $crate::runtime::values::write_json(ty, self, out)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                $crate::runtime::values::is_json(ty)
            }

            tokio_postgres::types::to_sql_checked!();
        }
    };
}

pub(crate) use {through_fields, through_inner, through_json, through_label};
