//! Points and rectangles in CSS pixels, and cutting lines to them.

/// A point in CSS pixels, y downwards.
pub(super) type Point = (f64, f64);

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub fn centre(&self) -> Point {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The point at shares of the width from the left and of the height from the bottom.
    pub fn at(&self, (across, up): (f64, f64)) -> Point {
        (
            self.x + across * self.width,
            self.bottom() - up * self.height,
        )
    }

    pub fn contains(&self, (x, y): Point) -> bool {
        const SLACK: f64 = 0.5;
        (self.x - SLACK..=self.right() + SLACK).contains(&x)
            && (self.y - SLACK..=self.bottom() + SLACK).contains(&y)
    }
}

/// The part of the segment inside `rect` (Liang and Barsky's algorithm).
fn clip_segment(rect: Rect, (a, b): (Point, Point)) -> Option<(Point, Point)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let sides = [
        (-dx, a.0 - rect.x),
        (dx, rect.right() - a.0),
        (-dy, a.1 - rect.y),
        (dy, rect.bottom() - a.1),
    ];
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (direction, distance) in sides {
        if direction == 0.0 && distance < 0.0 {
            return None;
        } else if direction < 0.0 {
            start = start.max(distance / direction);
        } else if direction > 0.0 {
            end = end.min(distance / direction);
        }
    }
    let along = |share: f64| (a.0 + share * dx, a.1 + share * dy);
    (start <= end).then(|| (along(start), along(end)))
}

/// The parts of a line inside `rect`; `None` points break it.
pub(super) fn clip_line(rect: Rect, points: &[Option<Point>]) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for pair in points.windows(2) {
        let (Some(a), Some(b)) = (pair[0], pair[1]) else {
            continue;
        };
        let Some((from, to)) = clip_segment(rect, (a, b)) else {
            continue;
        };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
    }
    parts
}

/// The outline of a rectangle whose corners are quarters of a circle.
pub(super) fn rounded_corners(rect: Rect, radius: f64) -> Vec<Point> {
    use std::f64::consts::FRAC_PI_2;
    const STEPS: usize = 6;
    let radius = radius.min(rect.width / 2.0).min(rect.height / 2.0);
    let (left, right) = (rect.x + radius, rect.right() - radius);
    let (top, bottom) = (rect.y + radius, rect.bottom() - radius);
    let centres = [(right, bottom), (left, bottom), (left, top), (right, top)];
    let corners = centres.into_iter().enumerate();
    let arc = |(quarter, (x, y)): (usize, Point)| {
        (0..=STEPS).map(move |step| {
            let angle = FRAC_PI_2 * (quarter as f64 + step as f64 / STEPS as f64);
            (x + radius * angle.cos(), y + radius * angle.sin())
        })
    };
    corners.flat_map(arc).collect()
}

/// Cuts a line into dashes of length `on` with gaps of length `off`.
pub(super) fn dashes(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let mut parts = vec![points[..points.len().min(1)].to_vec()];
    let (mut drawing, mut left) = (true, on);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            let share = left / length;
            from = (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            );
            length -= left;
            if drawing {
                parts.last_mut().expect("starts with one part").push(from);
            } else {
                parts.push(vec![from]);
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length;
        if drawing {
            parts.last_mut().expect("starts with one part").push(to);
        }
    }
    parts.retain(|part| part.len() > 1);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Rect = Rect {
        x: 0.0,
        y: 0.0,
        width: 10.0,
        height: 10.0,
    };

    #[test]
    fn a_line_is_cut_at_the_border_and_joined_inside() {
        let line = [Some((-10.0, 5.0)), Some((5.0, 5.0)), Some((5.0, 20.0))];
        assert_eq!(
            clip_line(UNIT, &line),
            [vec![(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)]]
        );
    }

    #[test]
    fn a_missing_point_breaks_the_line() {
        let line = [
            Some((1.0, 1.0)),
            Some((2.0, 1.0)),
            None,
            Some((3.0, 1.0)),
            Some((4.0, 1.0)),
        ];
        assert_eq!(clip_line(UNIT, &line).len(), 2);
    }

    #[test]
    fn a_line_outside_leaves_nothing() {
        assert!(clip_line(UNIT, &[Some((-1.0, -5.0)), Some((20.0, -5.0))]).is_empty());
    }

    #[test]
    fn dashes_run_on_over_the_corners() {
        let parts = dashes(&[(0.0, 0.0), (3.0, 0.0), (3.0, 4.0)], 2.0, 1.0);
        assert_eq!(
            parts,
            [
                vec![(0.0, 0.0), (2.0, 0.0)],
                vec![(3.0, 0.0), (3.0, 2.0)],
                vec![(3.0, 3.0), (3.0, 4.0)]
            ]
        );
        assert!(dashes(&[], 1.0, 1.0).is_empty());
    }
}
