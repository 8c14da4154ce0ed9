//! GraphML 1.0 (graphml.graphdrawing.org).

use super::Graph;
use super::xml::{Xml, finite};
use crate::{atomic, document::Document, error::Error};
use std::io::Write;
use std::path::Path;

/// Attributes: id, what they belong to, name, type.
const KEYS: [(&str, &str, &str, &str); 15] = [
    ("n0", "node", "label", "string"),
    ("n1", "node", "community", "int"),
    ("n2", "node", "flagged", "boolean"),
    ("n3", "node", "role", "string"),
    ("n4", "node", "posts", "long"),
    ("n5", "node", "strength", "double"),
    ("n6", "node", "x", "float"),
    ("n7", "node", "y", "float"),
    ("e0", "edge", "signal", "string"),
    ("e1", "edge", "weight", "double"),
    ("e2", "edge", "p", "double"),
    ("e3", "edge", "q", "double"),
    ("e4", "edge", "surprise", "double"),
    ("g0", "graph", "dataset", "string"),
    ("g1", "graph", "handles", "string"),
];

/// Writes all groups of a document as one undirected graph.
///
/// # Errors
/// What [`Document::check`] finds, and [`Error::Write`].
pub fn write_graphml(path: &Path, document: &Document) -> Result<(), Error> {
    document.check()?;
    let graph = Graph::of(document);
    atomic::write(path, |out| {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n")?;
        for (id, of, name, kind) in KEYS {
            writeln!(out, "<key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
        }
        writeln!(out, "<graph id=\"groups\" edgedefault=\"undirected\">")?;
        writeln!(out, "<data key=\"g0\">{}</data>", Xml(&document.run.dataset))?;
        if let Some(note) = document.run.handles.note() {
            writeln!(out, "<data key=\"g1\">{}</data>", Xml(&note))?;
        }
        for (i, n) in graph.nodes.iter().enumerate() {
            writeln!(
                out,
                "<node id=\"n{i}\"><data key=\"n0\">{}</data><data key=\"n1\">{}</data><data key=\"n2\">{}</data>\
                 <data key=\"n3\">{}</data><data key=\"n4\">{}</data><data key=\"n5\">{:?}</data>\
                 <data key=\"n6\">{:?}</data><data key=\"n7\">{:?}</data></node>",
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
        for (i, e) in graph.edges.iter().enumerate() {
            writeln!(
                out,
                "<edge id=\"e{i}\" source=\"n{}\" target=\"n{}\"><data key=\"e0\">{}</data><data key=\"e1\">{:?}</data>\
                 <data key=\"e2\">{:?}</data><data key=\"e3\">{:?}</data><data key=\"e4\">{:?}</data></edge>",
                e.source,
                e.target,
                e.signal,
                finite(e.weight),
                finite(e.p),
                finite(e.q),
                finite(e.surprise),
            )?;
        }
        out.write_all(b"</graph>\n</graphml>\n")
    })
}
