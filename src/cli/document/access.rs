//! What `access --format json` prints.

use schemars::JsonSchema;
use serde::Serialize;

/// Who may do what; with `--diff`, what has changed.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct AccessDocument {
    /// Of what: `declarations`, or the database as a URL without a password.
    pub(in crate::cli) of: String,
    /// The roles, `public` for PUBLIC, `current_user` for whoever runs the migrations.
    pub(in crate::cli) roles: Vec<RoleDocument>,
    /// What each may do, by role, object and operation.
    pub(in crate::cli) cells: Vec<CellDocument>,
    /// What each reaches with the rights of others.
    pub(in crate::cli) reached: Vec<ReachedDocument>,
    /// With `--diff`, what has changed; then nothing of the above is listed.
    pub(in crate::cli) changes: Option<Vec<AccessChangeDocument>>,
    /// With `--diff`, the roles that are declared no longer.
    pub(in crate::cli) gone: Vec<GoneDocument>,
}

/// A role that is declared no longer.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct GoneDocument {
    /// The role.
    pub(in crate::cli) role: String,
    /// What becomes of it.
    pub(in crate::cli) fate: FateDocument,
    /// Its name now, where it has another one.
    pub(in crate::cli) now: Option<String>,
}

/// What becomes of a role that is declared no longer.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum FateDocument {
    /// It is dropped, or is not there.
    Goes,
    /// It is there, with the memberships that it had.
    Stays,
    /// It has another name.
    Renamed,
}

/// A role.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct RoleDocument {
    /// Its name.
    pub(in crate::cli) role: String,
    /// It may open a session.
    pub(in crate::cli) login: bool,
    /// Nothing is asked of it.
    pub(in crate::cli) superuser: bool,
    /// No policy binds it.
    pub(in crate::cli) bypass_rls: bool,
    /// The roles whose privileges it has at once, each as the memberships that lead there, itself first.
    pub(in crate::cli) has: Vec<Vec<String>>,
    /// The roles that it may become by SET ROLE, in the same way.
    pub(in crate::cli) becomes: Vec<Vec<String>>,
}

/// What one role may do to one object.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct CellDocument {
    /// The role.
    pub(in crate::cli) role: String,
    /// The kind of object: `table`.
    pub(in crate::cli) kind: &'static str,
    /// The object: `app.bookings`.
    pub(in crate::cli) object: String,
    /// The operation: `UPDATE`.
    pub(in crate::cli) operation: &'static str,
    /// What was found.
    #[serde(flatten)]
    pub(in crate::cli) found: FoundDocument,
    /// Where it is denied, the roles for which it is not and that it may become by SET ROLE, each as the memberships that
    /// lead there.
    pub(in crate::cli) by_set_role: Vec<Vec<String>>,
    /// Of a function that runs with its owner's rights, the owner.
    pub(in crate::cli) runs_as: Option<String>,
    /// The triggers that are fired and run with another one's rights.
    pub(in crate::cli) fires: Vec<FiredDocument>,
}

/// The answer in a word.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum VerdictDocument {
    /// It is refused, or reaches no row.
    Denied,
    /// For rows that policies let through.
    SomeRows,
    /// For all rows.
    Allowed,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct FoundDocument {
    /// The answer in a word.
    pub(in crate::cli) verdict: VerdictDocument,
    /// The columns that it holds for, where not for all.
    pub(in crate::cli) columns: Option<Vec<String>>,
    /// What is lacking, a sentence each.
    pub(in crate::cli) missing: Vec<String>,
    /// How the role comes to the privilege; each way counts alone.
    pub(in crate::cli) ways: Vec<WayDocument>,
    /// Why no policy binds, where row security is on.
    pub(in crate::cli) unbound: Option<UnboundDocument>,
    /// The rows that are there; null for all.
    pub(in crate::cli) using: Option<ConditionDocument>,
    /// The rows that it leaves; null for all.
    pub(in crate::cli) check: Option<ConditionDocument>,
    /// The rows that it sees besides, where it reads columns (WHERE, RETURNING); null for all.
    pub(in crate::cli) reads: Option<ConditionDocument>,
    /// What is asked of the relations behind a view.
    pub(in crate::cli) behind: Vec<BehindDocument>,
    /// The rules and triggers that act in its place.
    pub(in crate::cli) instead: Vec<String>,
}

/// How a role comes to a privilege.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct WayDocument {
    /// `grant`, `predefined` (a role that is there in every cluster) or `superuser`.
    pub(in crate::cli) by: &'static str,
    /// To whom it is granted.
    pub(in crate::cli) to: Option<String>,
    /// From the role to the grantee, membership by membership.
    pub(in crate::cli) path: Vec<String>,
    /// What it is granted on: `column app.people.name`.
    pub(in crate::cli) on: Option<String>,
}

/// Why no policy binds.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum UnboundDocument {
    /// A superuser, or BYPASSRLS.
    Bypass,
    /// It has the rights of the table's owner, and row security is not forced.
    Owner,
}

/// For which rows.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct ConditionDocument {
    /// The condition, as the server evaluates it; `false` where no policy lets a row through.
    pub(in crate::cli) sql: String,
    /// The policies that it is made of.
    pub(in crate::cli) policies: Vec<PolicyDocument>,
}

/// A policy that binds.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct PolicyDocument {
    /// Its name.
    pub(in crate::cli) name: String,
    /// Whether it lets rows through; else it holds rows back.
    pub(in crate::cli) permissive: bool,
    /// Its expression.
    pub(in crate::cli) expression: String,
    /// Its comment.
    pub(in crate::cli) comment: Option<String>,
    /// From the role to the one that it is for, membership by membership.
    pub(in crate::cli) path: Vec<String>,
}

/// A relation behind a view.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct BehindDocument {
    /// The relation.
    pub(in crate::cli) relation: String,
    /// As whom it is reached.
    pub(in crate::cli) role: String,
    /// What was found there.
    pub(in crate::cli) found: Box<FoundDocument>,
}

/// A trigger that runs with another one's rights.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct FiredDocument {
    /// The trigger.
    pub(in crate::cli) trigger: String,
    /// Whose rights.
    pub(in crate::cli) runs_as: String,
}

/// What a role reaches with the rights of another one.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct ReachedDocument {
    /// The role.
    pub(in crate::cli) role: String,
    /// The relation; null where a function may do more than its text says.
    pub(in crate::cli) relation: Option<String>,
    /// What is done to it.
    pub(in crate::cli) operation: &'static str,
    /// With whose rights.
    pub(in crate::cli) runs_as: String,
    /// The functions that the role calls and the triggers that it fires to get there.
    pub(in crate::cli) by: Vec<String>,
    /// What these rights are.
    pub(in crate::cli) found: FoundDocument,
}

/// One change of what a role may do.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct AccessChangeDocument {
    /// The role.
    pub(in crate::cli) role: String,
    /// The object; null where a function may do more than its text says, and where a role becomes a superuser, or ceases to
    /// be one.
    pub(in crate::cli) object: Option<String>,
    /// The operation.
    pub(in crate::cli) operation: &'static str,
    /// More, less, or the same to other rows.
    pub(in crate::cli) turn: TurnDocument,
    /// The columns that it is about, where not about all.
    pub(in crate::cli) columns: Option<Vec<String>>,
    /// Whether it is about some rows alone.
    pub(in crate::cli) some_rows: bool,
    /// With whose rights, where not with its own.
    pub(in crate::cli) runs_as: Option<String>,
    /// The functions and triggers that lead there, then.
    pub(in crate::cli) by: Vec<String>,
    /// `public`, or a role whose privileges it has, where what these may says as much.
    pub(in crate::cli) implied_by: Option<String>,
}

/// More or less.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum TurnDocument {
    /// It may now.
    Gains,
    /// It may no longer.
    Loses,
    /// It may still, for other rows.
    OtherRows,
}
