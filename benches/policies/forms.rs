//! The forms that are measured, and the queries.

/// A policy in short and the filter that does the same.
pub(crate) struct Form {
    pub(crate) name: &'static str,
    /// The role that it binds.
    pub(crate) role: &'static str,
    /// The filter, as who knows the caller writes it into a query.
    pub(crate) by_hand: &'static str,
}

pub(crate) const FORMS: &[Form] = &[
    Form {
        name: "owner",
        role: "by_owner",
        by_hand: "owner_id = '00000000-0000-0000-0000-000000000007'",
    },
    Form {
        name: "member_of",
        role: "by_member",
        by_hand: "group_id in (select m.group_id from app.members m where m.user_id = '00000000-0000-0000-0000-000000000007')",
    },
    Form {
        name: "visible_by",
        role: "by_privacy",
        by_hand: "(privacy = 'public' or privacy = 'members' or privacy = 'group' and group_id = any (array(\
            select m.group_id from app.members m where m.user_id = '00000000-0000-0000-0000-000000000007')))",
    },
];

impl Form {
    /// The key of a row that the caller sees.
    pub(crate) fn a_row(&self) -> String {
        format!("select id from app.notes where {} order by id limit 1", self.by_hand)
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Query {
    /// Every row that the caller sees.
    All,
    /// One row, by its key.
    One,
}

impl Query {
    pub(crate) fn sql(self, table: &str, filter: Option<&str>, key: &str) -> String {
        let key = match self {
            Self::All => "true".to_owned(),
            Self::One => format!("id = {key}"),
        };
        let filter = filter.map_or_else(String::new, |filter| format!(" and {filter}"));
        format!("select count(*) || ' ' || max(body) from {table} where {key}{filter}")
    }
}
