use super::NotThere;
use crate::runtime::values::Numeric;
use rust_decimal::Decimal;

impl From<Decimal> for Numeric {
    fn from(it: Decimal) -> Self {
        // What a Decimal shows as its text is digits with a point, and a Numeric holds more of them than it can have.
        it.to_string().parse().unwrap_or(Self::NAN)
    }
}

impl TryFrom<Numeric> for Decimal {
    type Error = NotThere;

    fn try_from(it: Numeric) -> Result<Self, NotThere> {
        Self::from_str_exact(&it.to_string()).map_err(|_| NotThere("rust_decimal::Decimal"))
    }
}
