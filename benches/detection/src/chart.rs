//! The stealth curve as one small SVG.
//!
//! Lines are told apart by colour (Okabe and Ito's palette, which colour-blind readers can tell apart) and by dashes. Names
//! stand in a key beside the chart: at their ends, where they would be read best, all lines meet at zero. No script, no font file, no style sheet: it shows in a browser, in a repository's
//! viewer and in print.

use crate::stealth::{ALL, Line};
use std::fmt::Write as _;

const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5c00"];
const DASHES: [&str; 7] = ["none", "8 3", "2 3", "10 3 2 3", "none", "5 3", "3 2"];

/// Where the axes are, in pixels.
const LEFT: f64 = 56.0;
const TOP: f64 = 44.0;
const WIDE: f64 = 500.0;
const HIGH: f64 = 280.0;
/// Between two names of the key.
const LINE_HEIGHT: f64 = 20.0;

fn x(stealth: f64) -> f64 {
    LEFT + WIDE * stealth
}

fn y(recall: f64) -> f64 {
    TOP + HIGH * (1.0 - recall)
}

/// Draws recall by stealth, a line a kind.
pub fn svg(lines: &[Line]) -> String {
    let mut body = String::new();
    axes(&mut body);
    for (i, (kind, points)) in lines.iter().enumerate() {
        let all = kind == ALL;
        let (colour, dash, width) =
            if all { ("#222222", "none", 3.2) } else { (COLOURS[i % 7], DASHES[i % 7], 1.8) };
        let mut line = |points: &str| {
            push(
                &mut body,
                format_args!(
                    "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-dasharray=\"{dash}\"/>"
                ),
            );
        };
        let path: Vec<String> =
            points.iter().map(|(s, point)| format!("{:.1},{:.1}", x(*s), y(point.recall()))).collect();
        line(&path.join(" "));
        let (from, down) = (LEFT + WIDE + 20.0, TOP + 8.0 + LINE_HEIGHT * i as f64);
        line(&format!("{from:.1},{down:.1} {:.1},{down:.1}", from + 32.0));
        push(
            &mut body,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"#222222\">{kind}</text>",
                from + 40.0,
                down + 4.0
            ),
        );
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 750 380\" font-family=\"system-ui, sans-serif\" font-size=\"12\" \
         role=\"img\" aria-labelledby=\"t d\">\n<title id=\"t\">Share of campaign accounts found, by stealth</title>\n\
         <desc id=\"d\">{}</desc>\n<rect width=\"750\" height=\"380\" fill=\"#ffffff\"/>\n{body}</svg>\n",
        description(lines)
    )
}

fn push(body: &mut String, element: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(body, "{element}");
}

fn axes(body: &mut String) {
    push(
        body,
        format_args!(
            "<text x=\"{LEFT}\" y=\"24\" font-size=\"14\" fill=\"#222222\">Share of campaign accounts found, by how careful the campaign is</text>"
        ),
    );
    for step in 0..=5 {
        let value = f64::from(step) / 5.0;
        let (across, down) = (x(value), y(value));
        push(
            body,
            format_args!(
                "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{down:.1}\" y2=\"{down:.1}\" stroke=\"#dddddd\"/>",
                LEFT + WIDE
            ),
        );
        push(
            body,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#444444\">{:.0} %</text>",
                LEFT - 8.0,
                down + 4.0,
                100.0 * value
            ),
        );
        push(
            body,
            format_args!(
                "<text x=\"{across:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#444444\">{value:.1}</text>",
                TOP + HIGH + 18.0
            ),
        );
    }
    push(
        body,
        format_args!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#444444\">stealth: 0 naive, 1 very careful</text>",
            LEFT + WIDE / 2.0,
            TOP + HIGH + 40.0
        ),
    );
}

/// The figures in words, for those who hear the page.
fn description(lines: &[Line]) -> String {
    let line = |(kind, points): &Line| {
        let recalls: Vec<String> =
            points.iter().map(|(s, point)| format!("{:.0} % at {s:.1}", 100.0 * point.recall())).collect();
        format!("{kind}: {}.", recalls.join(", "))
    };
    lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stealth::Point;

    #[test]
    fn each_line_is_drawn_named_in_the_key_and_told_in_words() {
        let flat = |name: &str| (name.to_owned(), vec![(0.0, Point::default()), (1.0, Point::default())]);
        let picture = svg(&[flat("ring"), flat("copies"), flat(ALL)]);
        // Once in the chart, once in the key.
        assert_eq!(picture.matches("<polyline").count(), 6);
        assert!(picture.contains(">ring</text>") && picture.contains("ring: 0 % at 0.0, 0 % at 1.0."));
    }
}
