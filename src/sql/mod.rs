//! As much of SQL as has to be told apart: words, strings, operators, and which parentheses hold a query. It is no parser: what
//! PostgreSQL makes of a text only PostgreSQL says.

mod aliases;
mod groups;
mod nulls;
mod reads;
mod tokens;

pub(crate) use aliases::alias;
pub(crate) use groups::{Groups, dotted, unwrapped};
pub(crate) use nulls::says_not_null;
pub(crate) use reads::{alone, calls, relations};
pub(crate) use tokens::{Kind, Token, tokens};
