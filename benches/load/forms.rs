//! The changes that are measured, as declarations.

/// A change of the table.
pub(crate) struct Form {
    pub(crate) name: &'static str,
    /// The line of the base that goes or changes; empty for none.
    pub(crate) from: &'static str,
    /// What stands in its place, or, for none, before the end.
    pub(crate) to: &'static str,
    /// The hazards that are given leave where it is done online. A change that is refused without more is shown as such.
    pub(crate) allow: Option<&'static str>,
    /// For how many seconds somebody reads when it begins.
    pub(crate) long_reader: Option<u64>,
}

const PLAIN: Form = Form { name: "", from: "", to: "", allow: None, long_reader: None };

/// All of them.
pub(crate) const FORMS: &[Form] = &[
    Form {
        name: "a column with a constant default",
        from: "      place: { type: text, null: true }\n",
        to: "      place: { type: text, null: true }\n      kind: { type: text, default: \"'plain'\" }\n",
        ..PLAIN
    },
    Form {
        name: "a column that is dropped",
        from: "      place: { type: text, null: true }\n",
        to: "",
        allow: Some("data_loss"),
        ..PLAIN
    },
    Form {
        name: "NOT NULL",
        from: "      note: { type: text, null: true }\n",
        to: "      note: text\n",
        ..PLAIN
    },
    Form { name: "CHECK", to: "    checks: { orders_amount_check: amount >= 0 }\n", ..PLAIN },
    Form {
        name: "FOREIGN KEY",
        from: "      customer_id: { type: int, null: true }\n",
        to: "      customer_id: { type: int, null: true, references: customers }\n",
        ..PLAIN
    },
    Form {
        name: "an index",
        from: "      orders_state_idx: [state]\n",
        to: "      orders_state_idx: [state]\n      orders_customer_idx: [customer_id, amount]\n",
        ..PLAIN
    },
    Form { name: "UNIQUE", to: "    unique: { orders_code_key: [code] }\n", ..PLAIN },
    Form {
        name: "an index that is dropped",
        from: "      orders_state_idx: [state]\n",
        to: "      {}\n",
        ..PLAIN
    },
    Form {
        name: "another type of a column",
        from: "      amount: { type: int, null: true }\n",
        to: "      amount: { type: bigint, null: true }\n",
        ..PLAIN
    },
    Form {
        name: "a column with another default for each row",
        from: "      place: { type: text, null: true }\n",
        to: "      place: { type: text, null: true }\n      token: { type: uuid, default: gen_random_uuid() }\n",
        ..PLAIN
    },
    Form {
        name: "a column, while somebody reads for 2 s",
        from: "      place: { type: text, null: true }\n",
        to: "      place: { type: text, null: true }\n      kind: { type: text, null: true }\n",
        long_reader: Some(2),
        ..PLAIN
    },
];
