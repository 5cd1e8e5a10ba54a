//! Where the tables of a diagram stand. The same tables and keys stand in the same places on every machine.
//!
//! Each area is laid out by itself, in layers: what is referred to stands left of what refers to it. Then the areas are put on
//! shelves. Numbers are whole, so that no rounding differs.

use std::collections::{BTreeMap, BTreeSet};

/// A table to be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Card {
    /// The number of its area.
    pub(super) area: usize,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The tables, in their order.
    pub(super) cards: Vec<Place>,
    /// The areas, in their order. One without tables has no size.
    pub(super) areas: Vec<Place>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Between two tables above one another.
const GAP: i32 = 18;
/// Between two layers.
const LAYER: i32 = 70;
/// Around the tables of an area.
const PADDING: i32 = 24;
/// For the name of an area.
const TITLE: i32 = 30;
/// Between two areas.
const BETWEEN: i32 = 40;
/// How many times the order within layers is bettered.
const SWEEPS: usize = 6;

/// Places tables. `keys` lead from the table that refers to the one referred to.
pub(super) fn layout(cards: &[Card], keys: &[(usize, usize)], areas: usize) -> Layout {
    let mut layout = Layout {
        cards: vec![Place::default(); cards.len()],
        areas: vec![Place::default(); areas],
        ..Layout::default()
    };
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); areas];
    for (at, card) in cards.iter().enumerate() {
        members[card.area].push(at);
    }
    for (area, members) in members.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
        layout.areas[area] = of_area(cards, keys, members, &mut layout.cards);
    }
    on_shelves(cards, &mut layout);
    layout
}

/// Places the tables of an area from its corner on, and says how large it is.
fn of_area(
    cards: &[Card],
    keys: &[(usize, usize)],
    members: &[usize],
    places: &mut [Place],
) -> Place {
    let inside: BTreeSet<usize> = members.iter().copied().collect();
    let mut above: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut below: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (from, to) in
        keys.iter().filter(|(from, to)| from != to && inside.contains(from) && inside.contains(to))
    {
        above.entry(*from).or_default().insert(*to);
        below.entry(*to).or_default().insert(*from);
    }
    let layers = layers(members, &above);
    let mut columns: Vec<Vec<usize>> = Vec::new();
    for layer in ordered(layers, &above, &below) {
        // A layer that is too long for the eye goes on beside itself.
        let most = tallest(members.len());
        columns.extend(layer.chunks(most).map(<[usize]>::to_vec));
    }
    let height =
        |column: &[usize]| column.iter().map(|it| cards[*it].height + GAP).sum::<i32>() - GAP;
    let tall = columns.iter().map(|it| height(it)).max().unwrap_or_default();
    let mut x = PADDING;
    for column in &columns {
        let wide = column.iter().map(|it| cards[*it].width).max().unwrap_or_default();
        let mut y = PADDING + TITLE + (tall - height(column)) / 2;
        for it in column {
            let Card { width, height, .. } = cards[*it];
            places[*it] = Place { x, y, width, height };
            y += height + GAP;
        }
        x += wide + LAYER;
    }
    Place { x: 0, y: 0, width: x - LAYER + PADDING, height: tall + TITLE + 2 * PADDING }
}

/// How many tables stand above one another.
fn tallest(members: usize) -> usize {
    (5..).find(|it| it * it * 2 >= members * 3).unwrap_or(members).max(1)
}

/// The layers: a table stands one right of the last of those that it refers to. Where tables refer to one another in a circle,
/// one of their keys counts for nothing.
fn layers(members: &[usize], above: &BTreeMap<usize, BTreeSet<usize>>) -> Vec<Vec<usize>> {
    let mut depth: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open: BTreeSet<usize> = BTreeSet::new();
    for start in members {
        // Depth first, without recursion: a chain may be as long as the schema.
        let mut stack = vec![(*start, false)];
        while let Some((at, done)) = stack.pop() {
            let of = above.get(&at).into_iter().flatten();
            if done {
                open.remove(&at);
                let deepest = of.filter_map(|it| depth.get(it)).max();
                depth.insert(at, deepest.map_or(0, |it| it + 1));
            } else if !depth.contains_key(&at) && open.insert(at) {
                stack.push((at, true));
                stack.extend(
                    of.filter(|it| !depth.contains_key(it) && !open.contains(it))
                        .map(|it| (*it, false)),
                );
            }
        }
    }
    let mut layers: Vec<Vec<usize>> = Vec::new();
    for it in members {
        let at = depth.get(it).copied().unwrap_or_default();
        if layers.len() <= at {
            layers.resize(at + 1, Vec::new());
        }
        layers[at].push(*it);
    }
    layers.retain(|it| !it.is_empty());
    layers
}

/// Layers of which each table stands about where its neighbours stand.
fn ordered(
    mut layers: Vec<Vec<usize>>,
    above: &BTreeMap<usize, BTreeSet<usize>>,
    below: &BTreeMap<usize, BTreeSet<usize>>,
) -> Vec<Vec<usize>> {
    for sweep in 0..SWEEPS {
        let mut rank: BTreeMap<usize, i64> = BTreeMap::new();
        for layer in &layers {
            let of = layer.len() as i64;
            for (at, it) in layer.iter().enumerate() {
                // In thousandths of the layer, so that long layers and short ones compare.
                rank.insert(*it, (2 * at as i64 + 1) * 500 / of);
            }
        }
        let beside = if sweep % 2 == 0 { above } else { below };
        for layer in &mut layers {
            layer.sort_by_cached_key(|it| {
                let of: Vec<i64> = beside
                    .get(it)
                    .into_iter()
                    .flatten()
                    .filter_map(|it| rank.get(it))
                    .copied()
                    .collect();
                let mean = (of.iter().sum::<i64>()).checked_div(of.len() as i64);
                (mean.unwrap_or(rank[it]), *it)
            });
        }
    }
    layers
}

/// Puts the areas side by side, in rows about as wide as all of them are high, and moves their tables along.
fn on_shelves(cards: &[Card], layout: &mut Layout) {
    let mut order: Vec<usize> =
        (0..layout.areas.len()).filter(|it| layout.areas[*it].width > 0).collect();
    order.sort_by_key(|it| (-layout.areas[*it].height, *it));
    let surface: i64 = order
        .iter()
        .map(|it| {
            i64::from(layout.areas[*it].width + BETWEEN)
                * i64::from(layout.areas[*it].height + BETWEEN)
        })
        .sum();
    let widest = order.iter().map(|it| layout.areas[*it].width).max().unwrap_or_default();
    // A screen is wider than high.
    let wanted = i32::try_from((surface * 8 / 5).isqrt()).unwrap_or(i32::MAX).max(widest);
    let (mut x, mut y, mut tall) = (0, 0, 0);
    for it in order {
        let area = &mut layout.areas[it];
        if x > 0 && x + area.width > wanted {
            (x, y, tall) = (0, y + tall + BETWEEN, 0);
        }
        (area.x, area.y) = (x, y);
        x += area.width + BETWEEN;
        tall = tall.max(area.height);
        layout.width = layout.width.max(area.x + area.width);
        layout.height = layout.height.max(area.y + area.height);
    }
    for (at, card) in cards.iter().enumerate() {
        let area = layout.areas[card.area];
        layout.cards[at].x += area.x;
        layout.cards[at].y += area.y;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(areas: &[usize]) -> Vec<Card> {
        areas.iter().map(|area| Card { area: *area, width: 100, height: 40 }).collect()
    }

    fn overlap(one: &Place, other: &Place) -> bool {
        one.x < other.x + other.width
            && other.x < one.x + one.width
            && one.y < other.y + other.height
            && other.y < one.y + one.height
    }

    #[test]
    fn nothing_covers_anything() {
        // Many tables that refer to one hub, a chain, a circle, a table that refers to itself, and areas of all sizes.
        let areas: Vec<usize> = (0..200).map(|at| at % 7 % 5).collect();
        let cards = cards(&areas);
        let mut keys: Vec<(usize, usize)> = (1..200).map(|at| (at, 0)).collect();
        keys.extend((1..60).map(|at| (at, at - 1)));
        keys.extend([(0, 59), (7, 7), (199, 198), (198, 199)]);
        let layout = layout(&cards, &keys, 6);
        for (at, one) in layout.cards.iter().enumerate() {
            let area = layout.areas[cards[at].area];
            assert!(one.x >= area.x && one.y >= area.y, "{at} stands outside");
            assert!(
                one.x + one.width <= area.x + area.width
                    && one.y + one.height <= area.y + area.height
            );
            for (other_at, other) in layout.cards.iter().enumerate().skip(at + 1) {
                assert!(!overlap(one, other), "{at} covers {other_at}");
            }
        }
        for (at, one) in layout.areas.iter().enumerate() {
            for other in &layout.areas[at + 1..] {
                assert!(!overlap(one, other), "areas cover one another: {one:?} {other:?}");
            }
        }
        assert_eq!(layout.areas[5], Place::default());
    }

    #[test]
    fn what_is_referred_to_stands_left() {
        let layout = layout(&cards(&[0, 0, 0]), &[(0, 1), (1, 2)], 1);
        assert!(layout.cards[2].x < layout.cards[1].x && layout.cards[1].x < layout.cards[0].x);
    }

    #[test]
    fn a_long_chain_is_no_trouble() {
        let cards = cards(&vec![0; 20_000]);
        let keys: Vec<(usize, usize)> = (1..20_000).map(|at| (at, at - 1)).collect();
        assert_eq!(layout(&cards, &keys, 1).cards.len(), 20_000);
    }
}
