//! As much of SQL as the rules have to tell apart: words, strings, operators, and which parentheses hold a query. It is no parser: what
//! PostgreSQL makes of a text only PostgreSQL says.

mod groups;
mod reads;
mod tokens;

pub(super) use groups::{Groups, dotted};
pub(super) use reads::{alone, calls, relations};
pub(super) use tokens::{Kind, Token, tokens};
