//! How a drawing lies on the page: turned and mirrored by a rule, packed, scaled, without overlaps.

use super::{Point, squared};
use crate::graph::rng::Rng;

/// Space between two components, in lengths of the strongest edge: more than that, or pairs in a row look like
/// a path.
const GAP: f64 = 1.6;
/// How much wider than high the packed components are meant to be, before scaling.
const WIDTH: f64 = 1.2;
/// The most rounds of pushing overlapping nodes apart.
const PUSHES: usize = 500;

/// Turns the points about their centre so that they spread most from left to right, and mirrors them so that
/// the first node of `order` that is off an axis lies to the left of the centre, and the first that is off the
/// other one above it.
pub(super) fn orient(points: &mut [Point], order: &[u32]) {
    let n = points.len().max(1) as f64;
    let centre = Point {
        x: points.iter().map(|p| p.x).sum::<f64>() / n,
        y: points.iter().map(|p| p.y).sum::<f64>() / n,
    };
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in points.iter_mut() {
        *p = Point { x: p.x - centre.x, y: p.y - centre.y };
        xx += p.x * p.x;
        xy += p.x * p.y;
        yy += p.y * p.y;
    }
    // The leading eigenvector of the covariance matrix, from whichever of its two forms is longer.
    let leading = f64::midpoint(xx, yy) + (squared((xx - yy) / 2.0) + xy * xy).sqrt();
    let axis = if xx >= yy { (leading - yy, xy) } else { (xy, leading - xx) };
    let length = (axis.0 * axis.0 + axis.1 * axis.1).sqrt();
    let (c, s) = if length > 0.0 { (axis.0 / length, axis.1 / length) } else { (1.0, 0.0) };
    for p in points.iter_mut() {
        *p = Point { x: c * p.x + s * p.y, y: c * p.y - s * p.x };
    }
    // "Off an axis" leaves out what rounding could put on either side.
    let off = 1e-3 * (leading / n).sqrt();
    let first =
        |of: fn(&Point) -> f64| order.iter().map(|&v| of(&points[v as usize])).find(|x| x.abs() > off);
    let flip = (first(|p| p.x).is_some_and(|x| x > 0.0), first(|p| p.y).is_some_and(|y| y > 0.0));
    for p in points.iter_mut() {
        *p = Point { x: if flip.0 { -p.x } else { p.x }, y: if flip.1 { -p.y } else { p.y } };
    }
}

/// Puts drawings on shelves, in their order, with a gap between them.
pub(super) fn pack(mut drawings: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let boxes: Vec<(Point, Point)> = drawings.iter().map(|points| bounds(points)).collect();
    let width = |(low, high): &(Point, Point)| high.x - low.x + GAP;
    let height = |(low, high): &(Point, Point)| high.y - low.y + GAP;
    let area: f64 = boxes.iter().map(|b| width(b) * height(b)).sum();
    let widest = boxes.iter().map(width).fold(0.0, f64::max);
    let shelf = widest.max(WIDTH * area.sqrt());
    let (mut x, mut y, mut tallest) = (0.0, 0.0, 0.0f64);
    for (points, frame) in drawings.iter_mut().zip(&boxes) {
        if x > 0.0 && x + width(frame) > shelf {
            (x, y, tallest) = (0.0, y + tallest, 0.0);
        }
        for p in points {
            *p = Point { x: p.x - frame.0.x + x, y: p.y - frame.0.y + y };
        }
        x += width(frame);
        tallest = tallest.max(height(frame));
    }
    drawings
}

/// Scales the points, both directions alike, until they fill the unit square across or down, and centres them.
pub(super) fn fit(points: &mut [Point]) {
    let (low, high) = bounds(points);
    let side = (high.x - low.x).max(high.y - low.y);
    let scale = if side > 0.0 { 1.0 / side } else { 0.0 };
    for p in points {
        p.x = (0.5 + (p.x - f64::midpoint(low.x, high.x)) * scale).clamp(0.0, 1.0);
        p.y = (0.5 + (p.y - f64::midpoint(low.y, high.y)) * scale).clamp(0.0, 1.0);
    }
}

/// Pushes points that are closer than `least` apart, inside the unit square.
pub(super) fn separate(points: &mut [Point], least: f64, rng: &mut Rng) {
    for _ in 0..PUSHES {
        let mut crowded = false;
        for i in 1..points.len() {
            for j in 0..i {
                let apart = points[i].distance(points[j]);
                if apart >= 0.9 * least {
                    continue;
                }
                crowded = true;
                // A little aside as well, or points in a row would push each other back and forth on it.
                let aside = Point { x: rng.unit() - 0.5, y: rng.unit() - 0.5 };
                let push = if apart > 0.0 { (least - apart) / (2.0 * apart) } else { 0.0 };
                let x = push * (points[i].x - points[j].x) + 0.2 * least * aside.x;
                let y = push * (points[i].y - points[j].y) + 0.2 * least * aside.y;
                points[i] = inside(points[i].x + x, points[i].y + y);
                points[j] = inside(points[j].x - x, points[j].y - y);
            }
        }
        if !crowded {
            break;
        }
    }
}

fn inside(x: f64, y: f64) -> Point {
    Point { x: x.clamp(0.0, 1.0), y: y.clamp(0.0, 1.0) }
}

/// The upper left and lower right corners of the points' box.
fn bounds(points: &[Point]) -> (Point, Point) {
    points.split_first().map_or((Point::default(), Point::default()), |(&first, rest)| {
        rest.iter().fold((first, first), |(low, high), p| {
            (Point { x: low.x.min(p.x), y: low.y.min(p.y) }, Point { x: high.x.max(p.x), y: high.y.max(p.y) })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop, prop_assert, prop_assume, proptest};

    proptest! {
        /// However a drawing comes in, turned or mirrored, it lies the same way afterwards.
        #[test]
        fn orientation_forgets_turns_and_mirrors(
            coordinates in prop::collection::vec((-20i32..20, -20i32..20), 5..12),
            angle in 0.0..6.3f64,
            mirror in any::<bool>(),
        ) {
            let order: Vec<u32> = (0..coordinates.len() as u32).collect();
            let mut points: Vec<Point> = coordinates
                .iter()
                .map(|&(x, y)| Point { x: f64::from(x) * 3.0, y: f64::from(y) })
                .collect();
            // A drawing without a long side has no one way to lie.
            let variance = |of: fn(&Point) -> f64| {
                let mean = points.iter().map(of).sum::<f64>() / points.len() as f64;
                points.iter().map(|p| (of(p) - mean).powi(2)).sum::<f64>()
            };
            prop_assume!(variance(|p| p.x) > 2.0 * variance(|p| p.y) + 1.0);
            let (s, c) = angle.sin_cos();
            let mut turned: Vec<Point> = points
                .iter()
                .map(|p| Point { x: 5.0 + c * p.x - s * p.y, y: s * p.x + c * p.y })
                .map(|p| if mirror { Point { x: -p.x, y: p.y } } else { p })
                .collect();
            orient(&mut points, &order);
            // Points nearly on an axis may fall to either side of "off", which is not what is tested here.
            let spread = (points.iter().map(|p| p.x * p.x + p.y * p.y).sum::<f64>() / points.len() as f64).sqrt();
            prop_assume!(points.iter().all(|p| [p.x, p.y].iter().all(|x| x.abs() < 1e-9 || x.abs() > 2e-3 * spread)));
            orient(&mut turned, &order);
            for (a, b) in points.iter().zip(&turned) {
                prop_assert!(a.distance(*b) < 1e-6, "{points:?} {turned:?}");
            }
        }
    }

    #[test]
    fn the_first_node_lies_to_the_upper_left() {
        let mut points = [Point { x: 9.0, y: 5.0 }, Point { x: 0.0, y: 0.0 }, Point { x: 1.0, y: 4.0 }];
        orient(&mut points, &[2, 1, 0]);
        assert!(points[2].x < 0.0 && points[2].y < 0.0);
        assert!((points[0].x - points[1].x).abs() > 3.0 * (points[0].y - points[1].y).abs());
    }

    #[test]
    fn packed_drawings_do_not_overlap() {
        let square = |side: f64| vec![Point::default(), Point { x: side, y: side }];
        let packed = pack([5.0, 3.0, 3.0, 1.0, 0.0, 0.0].map(square).to_vec());
        for (i, a) in packed.iter().enumerate() {
            for b in &packed[..i] {
                let apart =
                    |a0: f64, a1: f64, b0: f64, b1: f64| a0 >= b1 + GAP - 1e-9 || b0 >= a1 + GAP - 1e-9;
                assert!(apart(a[0].x, a[1].x, b[0].x, b[1].x) || apart(a[0].y, a[1].y, b[0].y, b[1].y));
            }
        }
    }
}
