//! GEXF 1.3 (gexf.net), Gephi's own format.

use super::Graph;
use super::xml::{Xml, finite};
use crate::{atomic, document::Document, error::Error};
use ostrakon_model::time::iso;
use std::io::Write;
use std::path::Path;

/// Node attributes by number: name, type.
const NODE: [(&str, &str); 5] = [
    ("community", "integer"),
    ("flagged", "boolean"),
    ("role", "string"),
    ("posts", "long"),
    ("strength", "double"),
];

/// Edge attributes by number: name, type.
const EDGE: [(&str, &str); 4] =
    [("signal", "string"), ("p", "double"), ("q", "double"), ("surprise", "double")];

/// Writes all groups of a document as one undirected multigraph with the places of the report.
///
/// # Errors
/// What [`Document::check`] finds, and [`Error::Write`].
pub fn write_gexf(path: &Path, document: &Document) -> Result<(), Error> {
    document.check()?;
    let graph = Graph::of(document);
    let day = iso(document.run.as_of_ms);
    let day = day.split('T').next().unwrap_or_default();
    atomic::write(path, |out| {
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" \
             xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n<meta lastmodifieddate=\"{day}\">\
             <creator>Ostrakon</creator><description>{}{}</description></meta>\n\
             <graph mode=\"static\" defaultedgetype=\"undirected\" idtype=\"string\">",
            Xml(&document.run.title),
            Xml(&document.run.handles.note().map(|note| format!(". {note}")).unwrap_or_default())
        )?;
        for (class, attributes) in [("node", &NODE[..]), ("edge", &EDGE[..])] {
            writeln!(out, "<attributes class=\"{class}\" mode=\"static\">")?;
            for (i, (title, kind)) in attributes.iter().enumerate() {
                writeln!(out, "<attribute id=\"{i}\" title=\"{title}\" type=\"{kind}\"/>")?;
            }
            writeln!(out, "</attributes>")?;
        }
        writeln!(out, "<nodes count=\"{}\">", graph.nodes.len())?;
        for (i, n) in graph.nodes.iter().enumerate() {
            writeln!(
                out,
                "<node id=\"{i}\" label=\"{}\"><attvalues><attvalue for=\"0\" value=\"{}\"/>\
                 <attvalue for=\"1\" value=\"{}\"/><attvalue for=\"2\" value=\"{}\"/>\
                 <attvalue for=\"3\" value=\"{}\"/><attvalue for=\"4\" value=\"{:?}\"/></attvalues>\
                 <viz:position x=\"{:?}\" y=\"{:?}\" z=\"0.0\"/></node>",
                Xml(n.account),
                n.community,
                n.flagged,
                n.role,
                n.posts,
                finite(n.strength),
                n.x,
                n.y,
            )?;
        }
        writeln!(out, "</nodes>\n<edges count=\"{}\">", graph.edges.len())?;
        for (i, e) in graph.edges.iter().enumerate() {
            writeln!(
                out,
                "<edge id=\"{i}\" source=\"{}\" target=\"{}\" kind=\"{}\" weight=\"{:?}\"><attvalues>\
                 <attvalue for=\"0\" value=\"{}\"/><attvalue for=\"1\" value=\"{:?}\"/>\
                 <attvalue for=\"2\" value=\"{:?}\"/><attvalue for=\"3\" value=\"{:?}\"/></attvalues></edge>",
                e.source,
                e.target,
                e.signal,
                finite(e.weight),
                e.signal,
                finite(e.p),
                finite(e.q),
                finite(e.surprise),
            )?;
        }
        out.write_all(b"</edges>\n</graph>\n</gexf>\n")
    })
}
