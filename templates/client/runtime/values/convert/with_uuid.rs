use crate::runtime::values::Uuid;

impl From<uuid::Uuid> for Uuid {
    fn from(it: uuid::Uuid) -> Self {
        Self::from_bytes(it.into_bytes())
    }
}

impl From<Uuid> for uuid::Uuid {
    fn from(it: Uuid) -> Self {
        Self::from_bytes(it.into_bytes())
    }
}
