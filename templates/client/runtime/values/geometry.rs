//! Geometric types.

use super::{Fault, end, take, through_sql};
use bytes::{BufMut, BytesMut};
use serde::{Deserialize, Serialize};

/// A `point`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Point {
    /// Its abscissa.
    pub x: f64,
    /// Its ordinate.
    pub y: f64,
}

/// A `line`: all points with *a·x + b·y + c = 0*.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the letters of the equation")]
pub struct Line {
    pub a: f64,
    pub b: f64,
    pub c: f64,
}

/// An `lseg`: a line between two points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lseg {
    /// One end.
    pub from: Point,
    /// The other end.
    pub to: Point,
}

/// A `box`, whose name Rust has taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rectangle {
    /// The corner with the greatest coordinates. PostgreSQL sorts the two.
    pub upper_right: Point,
    /// The corner with the least coordinates.
    pub lower_left: Point,
}

/// A `path`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// Whether its end is joined to its begin.
    pub closed: bool,
    /// Its points, at least one.
    pub points: Vec<Point>,
}

/// A `polygon`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Polygon {
    /// Its corners, at least one.
    pub points: Vec<Point>,
}

/// A `circle`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// Its middle.
    pub center: Point,
    /// Its radius.
    pub radius: f64,
}

fn float(raw: &mut &[u8]) -> Result<f64, Fault> {
    Ok(f64::from_be_bytes(take(raw)?))
}

fn point(raw: &mut &[u8]) -> Result<Point, Fault> {
    Ok(Point { x: float(raw)?, y: float(raw)? })
}

fn put(out: &mut BytesMut, points: &[Point]) {
    for it in points {
        out.put_f64(it.x);
        out.put_f64(it.y);
    }
}

fn points(raw: &mut &[u8]) -> Result<Vec<Point>, Fault> {
    let count = i32::from_be_bytes(take(raw)?);
    (0..count).map(|_| point(raw)).collect()
}

fn put_counted(out: &mut BytesMut, points: &[Point]) -> Result<(), Fault> {
    out.put_i32(i32::try_from(points.len())?);
    put(out, points);
    Ok(())
}

/// A type whose value is what `$read` reads and `$write` writes.
macro_rules! geometric {
    ($type:ident, $name:literal, |$raw:ident| $read:expr, |$it:ident, $out:ident| $write:expr) => {
        impl $type {
            fn read(mut raw: &[u8]) -> Result<Self, Fault> {
                let $raw = &mut raw;
                let made = $read;
                end(raw).map(|()| made)
            }

            fn write(&self, $out: &mut BytesMut) -> Result<(), Fault> {
                let $it = self;
                $write;
                Ok(())
            }
        }

        through_sql!($type, $name);
    };
}

geometric!(Point, "point", |raw| point(raw)?, |it, out| put(out, &[*it]));
geometric!(
    Line,
    "line",
    |raw| Line { a: float(raw)?, b: float(raw)?, c: float(raw)? },
    |it, out| [it.a, it.b, it.c].into_iter().for_each(|part| out.put_f64(part))
);
geometric!(Lseg, "lseg", |raw| Lseg { from: point(raw)?, to: point(raw)? }, |it, out| put(
    out,
    &[it.from, it.to]
));
geometric!(
    Rectangle,
    "box",
    |raw| Rectangle { upper_right: point(raw)?, lower_left: point(raw)? },
    |it, out| put(out, &[it.upper_right, it.lower_left])
);
geometric!(
    Path,
    "path",
    |raw| Path { closed: take::<1>(raw)? != [0], points: points(raw)? },
    |it, out| {
        out.put_u8(u8::from(it.closed));
        put_counted(out, &it.points)?
    }
);
geometric!(Polygon, "polygon", |raw| Polygon { points: points(raw)? }, |it, out| put_counted(
    out, &it.points
)?);
geometric!(
    Circle,
    "circle",
    |raw| Circle { center: point(raw)?, radius: float(raw)? },
    |it, out| {
        put(out, &[it.center]);
        out.put_f64(it.radius);
    }
);
