use crate::runtime::values::Vector;

impl From<pgvector::Vector> for Vector {
    fn from(it: pgvector::Vector) -> Self {
        Self(it.to_vec())
    }
}

impl From<Vector> for pgvector::Vector {
    fn from(it: Vector) -> Self {
        Self::from(it.0)
    }
}
