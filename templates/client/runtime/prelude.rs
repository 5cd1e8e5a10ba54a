//! What the modules of functions and types are written with.

pub(crate) use super::batch::batch;
pub(crate) use super::call::{Call, Caller, Given, Values};
pub(crate) use super::composite::composite;
pub(crate) use super::error::{Error, errors};
pub(crate) use super::newtype::{domain, label, through_json};
pub(crate) use super::pages::pages;
pub(crate) use super::params::{
    Arguments, Nullable, arguments, held, made, may_be_given, must_be_given, taken,
};
pub(crate) use super::rows::{Decode, Nothing, Rows, row};
pub(crate) use super::statement::{Argument, Function, Gives, argument};
pub(crate) use super::transaction::Transaction;
pub(crate) use super::user::User;
pub(crate) use serde::{Deserialize, Serialize};
