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

/// The key of a table's rows.
macro_rules! key {
    ($name:ident(Uuid) of $table:literal) => {
        key!(@ #[derive(Copy)] $name($crate::values::Uuid) of $table);

        #[cfg(feature = "uuid")]
        impl From<uuid::Uuid> for $name {
            fn from(key: uuid::Uuid) -> Self {
                Self(key.into())
            }
        }

        #[cfg(feature = "uuid")]
        impl From<$name> for uuid::Uuid {
            fn from(key: $name) -> Self {
                key.0.into()
            }
        }
    };
    ($name:ident(String) of $table:literal) => {
        key!(@ $name(String) of $table);

        impl From<&str> for $name {
            fn from(key: &str) -> Self {
                Self(key.to_owned())
            }
        }

        impl $crate::Nullable<$name> for &str {
            fn nullable(self) -> Option<$name> {
                Some(self.into())
            }
        }

        impl $crate::Nullable<$name> for Option<&str> {
            fn nullable(self) -> Option<$name> {
                self.map(Into::into)
            }
        }
    };
    ($name:ident($inner:ty) of $table:literal) => {
        key!(@ #[derive(Copy)] $name($inner) of $table);
    };
    (@ $(#[$derived:meta])* $name:ident($inner:ty) of $table:literal) => {
        #[doc = concat!("The key of a row of `", $table, "`.")]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $(#[$derived])*
        #[serde(transparent)]
        pub struct $name(pub $inner);

        through_inner!($name, $inner);

        impl From<$inner> for $name {
            fn from(key: $inner) -> Self {
                Self(key)
            }
        }

        impl From<$name> for $inner {
            fn from(key: $name) -> Self {
                key.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = <$inner as std::str::FromStr>::Err;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

/// A domain.
macro_rules! domain {
    ($(#[$about:meta])* $name:ident(String)) => {
        domain!(@ $(#[$about])* $name(String));

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
    ($(#[$about:meta])* $name:ident($inner:ty)) => {
        domain!(@ $(#[$about])* $name($inner));
    };
    (@ $(#[$about:meta])* $name:ident($inner:ty)) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        $crate::runtime::newtype::through_inner!($name, $inner);

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// An enumeration by its labels. A label that was added after the client was made is `Unknown`.
macro_rules! label {
    ($(#[$about:meta])* $type:ident of $name:literal { $($variant:ident = $label:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $(
                #[doc = concat!("`", $label, "`.")]
                $variant,
            )*
            /// A label that was added after this crate was made.
            Unknown(String),
        }

        impl $type {
            /// All that were there when this crate was made, in their order.
            pub const ALL: [Self; <[&str]>::len(&[$($label,)*])] = [$(Self::$variant,)*];

            /// The label.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $label,)*
                    Self::Unknown(label) => label,
                }
            }
        }

        impl From<&str> for $type {
            fn from(label: &str) -> Self {
                match label {
                    $($label => Self::$variant,)*
                    _ => Self::Unknown(label.to_owned()),
                }
            }
        }

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

pub(crate) use {domain, key, label, through_inner, through_json};
