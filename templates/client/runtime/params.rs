//! The arguments of a function as a struct with a builder.

use super::call::{Call, Given};
use super::statement::Function;
use super::values::Array;
use tokio_postgres::types::ToSql;

/// An argument that has not been given yet: a builder has no `build` while one of its types is this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

/// What becomes an argument that may be NULL: a value, or `None`.
pub trait Nullable<T> {
    /// The argument.
    fn nullable(self) -> Option<T>;
}

impl<T> Nullable<T> for T {
    fn nullable(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Nullable<T> for Option<T> {
    fn nullable(self) -> Option<T> {
        self
    }
}

impl Nullable<String> for &str {
    fn nullable(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Nullable<String> for Option<&str> {
    fn nullable(self) -> Option<String> {
        self.map(str::to_owned)
    }
}

impl<T> Nullable<Array<T>> for Vec<T> {
    fn nullable(self) -> Option<Array<T>> {
        Some(self.into())
    }
}

impl<T> Nullable<Array<T>> for Option<Vec<T>> {
    fn nullable(self) -> Option<Array<T>> {
        self.map(Into::into)
    }
}

impl<T, const N: usize> Nullable<Array<T>> for [T; N] {
    fn nullable(self) -> Option<Array<T>> {
        Some(self.into())
    }
}

/// One argument of many calls, as one array.
pub(crate) type Many<'a> = Box<dyn ToSql + Send + Sync + 'a>;

/// The arguments of a function, some of which may be left out.
pub(crate) trait Arguments: Sized {
    /// Whose they are.
    fn function() -> &'static Function;

    /// Which of them are given, by place.
    fn given(&self) -> u128;

    /// The call that they are for.
    fn call(&self) -> Call<'_>;

    /// Those of many calls, all of which leave out the same.
    fn many(calls: &[Self]) -> Vec<Many<'_>>;
}

/// The places of what is given.
pub(crate) fn places(given: &[bool]) -> u128 {
    given.iter().enumerate().map(|(at, given)| u128::from(*given) << at).sum()
}

/// Those that are given, as they are sent.
pub(crate) fn sent<'a>(given: impl IntoIterator<Item = Option<Given<'a>>>) -> Vec<Given<'a>> {
    given.into_iter().flatten().collect()
}

/// What a struct holds of an argument.
macro_rules! held {
    ($type:ty) => { $type };
    ($type:ty as into) => { $type };
    ($type:ty as nullable) => { Option<$type> };
}

/// What a builder takes for it.
macro_rules! taken {
    ($type:ty) => { $type };
    ($type:ty as into) => { impl Into<$type> };
    ($type:ty as nullable) => { impl $crate::runtime::params::Nullable<$type> };
}

/// How the one becomes the other.
macro_rules! made {
    ($value:ident) => { $value };
    ($value:ident as into) => { $value.into() };
    ($value:ident as nullable) => { $crate::runtime::params::Nullable::nullable($value) };
}

/// What a builder has for each argument that must be given: it is there as long as it was not. A type parameter, called as its
/// argument, is `Missing` until then.
macro_rules! must_be_given {
    ($builder:ident [$($before:ident)*] {} $optional:tt) => {};
    ($builder:ident [$($before:ident)*] {
        $(#[$doc:meta])* $field:ident: $type:ty $(as $form:ident)?,
        $($(#[$other_doc:meta])* $other:ident: $other_type:ty $(as $other_form:ident)?,)*
    } [$($optional:ident)*]) => {
        #[allow(non_camel_case_types, reason = "it is called as the argument")]
        impl<$($before,)* $($other,)*> $builder<$($before,)* $crate::Missing, $($other,)*> {
            $(#[$doc])*
            pub fn $field(
                self,
                $field: taken!($type $(as $form)?),
            ) -> $builder<$($before,)* held!($type $(as $form)?), $($other,)*> {
                $builder {
                    $field: made!($field $(as $form)?),
                    $($before: self.$before,)*
                    $($other: self.$other,)*
                    $($optional: self.$optional,)*
                }
            }
        }
        must_be_given! {
            $builder [$($before)* $field]
            { $($(#[$other_doc])* $other: $other_type $(as $other_form)?,)* }
            [$($optional)*]
        }
    };
}

/// What a builder has for each argument that may be left out.
macro_rules! may_be_given {
    ($builder:ident [$($required:ident)*] {}) => {};
    ($builder:ident [$($required:ident)*] {
        $($(#[$doc:meta])* $field:ident: $type:ty $(as $form:ident)?,)*
    }) => {
        #[allow(non_camel_case_types, reason = "it is called as the argument")]
        impl<$($required,)*> $builder<$($required,)*> {
            $(
                $(#[$doc])*
                pub fn $field(mut self, $field: taken!($type $(as $form)?)) -> Self {
                    self.$field = Some(made!($field $(as $form)?));
                    self
                }
            )*
        }
    };
}

/// The arguments of a function as a struct with its builder: those that must be given, and those that may be left out. Of one
/// whose type says `as into` the builder takes whatever becomes it, `as nullable` NULL as well.
macro_rules! arguments {
    (
        $(#[$about:meta])*
        $name:ident by $builder:ident for $function:ident {
            $($(#[$doc:meta])* $field:ident: $type:ty $(as $form:ident)?,)*
        } or {
            $($(#[$more_doc:meta])* $more:ident: $more_type:ty $(as $more_form:ident)?,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone)]
        pub struct $name {
            $($field: held!($type $(as $form)?),)*
            $($more: Option<held!($more_type $(as $more_form)?)>,)*
        }

        #[doc = concat!("Makes [`", stringify!($name), "`]. What is [`Missing`](crate::Missing) must still be given.")]
        #[must_use]
        #[allow(non_camel_case_types, reason = "it is called as the argument")]
        pub struct $builder<$($field = $crate::Missing,)*> {
            $($field: $field,)*
            $($more: Option<held!($more_type $(as $more_form)?)>,)*
        }

        impl $name {
            /// Begins with nothing.
            pub fn builder() -> $builder {
                $builder { $($field: $crate::Missing,)* $($more: None,)* }
            }
        }

        impl $builder<$(held!($type $(as $form)?),)*> {
            /// The arguments.
            pub fn build(self) -> $name {
                $name { $($field: self.$field,)* $($more: self.$more,)* }
            }
        }

        must_be_given! { $builder [] { $($(#[$doc])* $field: $type $(as $form)?,)* } [$($more)*] }
        may_be_given! { $builder [$($field)*] { $($(#[$more_doc])* $more: $more_type $(as $more_form)?,)* } }

        impl $crate::runtime::params::Arguments for $name {
            fn function() -> &'static Function {
                &$function
            }

            fn given(&self) -> u128 {
                $crate::runtime::params::places(&[
                    $({ let _ = &self.$field; true },)*
                    $(self.$more.is_some(),)*
                ])
            }

            fn call(&self) -> Call<'_> {
                let arguments = $crate::runtime::params::sent([
                    $(Some(Given(&self.$field)),)*
                    $(match &self.$more { Some(given) => Some(Given(given)), None => None },)*
                ]);
                Call::of(&$function, self.given(), false, arguments)
            }

            #[inline]
            fn many(calls: &[Self]) -> Vec<$crate::runtime::params::Many<'_>> {
                #[allow(unused_mut, reason = "there may be none that is left out")]
                let mut arguments: Vec<$crate::runtime::params::Many<'_>> =
                    vec![$(Box::new(calls.iter().map(|it| &it.$field).collect::<Vec<_>>()),)*];
                $(
                    if calls.iter().any(|it| it.$more.is_some()) {
                        arguments.push(Box::new(
                            calls.iter().filter_map(|it| it.$more.as_ref()).collect::<Vec<_>>(),
                        ));
                    }
                )*
                arguments
            }
        }

        impl std::fmt::Debug for $name {
            /// Shows no argument: one may be a secret.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use {arguments, held, made, may_be_given, must_be_given, taken};
