//! What the modules of functions and types are written with.

pub(crate) use super::call::{self as calling, Call, Caller, Given, Run, Values};
pub(crate) use super::error::{Error, function_error};
pub(crate) use super::newtype::{through_fields, through_inner, through_json, through_label};
pub(crate) use super::pages as paging;
pub(crate) use super::params::{Missing, Nullable};
pub(crate) use super::rows::{self, Decode, Nothing, Rows, Value};
pub(crate) use super::statement::{self, Argument, Function};
pub(crate) use super::transaction::Transaction;
pub(crate) use super::user::User;
pub(crate) use serde::{Deserialize, Serialize};
pub(crate) use tokio_postgres::{Column, Row};
