//! What every kind of value has in common.

/// `FromSql` and `ToSql` of a type that has `read(&[u8])` and `write(&self, &mut BytesMut)`: for these types of PostgreSQL, by
/// name, and for domains over them.
macro_rules! through_sql {
    ($type:ty, $($name:literal)|+) => {
        impl<'a> tokio_postgres::types::FromSql<'a> for $type {
            fn from_sql(
                _: &tokio_postgres::types::Type,
                raw: &'a [u8],
            ) -> Result<Self, $crate::runtime::values::Fault> {
                Self::read(raw)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                matches!($crate::runtime::values::base(ty).name(), $($name)|+)
            }
        }

        impl tokio_postgres::types::ToSql for $type {
            fn to_sql(
                &self,
                _: &tokio_postgres::types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<tokio_postgres::types::IsNull, $crate::runtime::values::Fault> {
                self.write(out)?;
                Ok(tokio_postgres::types::IsNull::No)
            }

            fn accepts(ty: &tokio_postgres::types::Type) -> bool {
                matches!($crate::runtime::values::base(ty).name(), $($name)|+)
            }

            tokio_postgres::types::to_sql_checked!();
        }
    };
}

/// `Serialize` and `Deserialize` of a type by its text, and `Debug` as its text.
macro_rules! through_text {
    ($type:ty) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($type))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {through_sql, through_text};
