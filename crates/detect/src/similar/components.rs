//! From pairs of shapes to neighbour lists and connected components.

use super::join::Pair;
use ostrakon_model::{ListColumn, NONE};

fn ends(pair: Pair) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// Connected component of each of `shapes` shapes, numbered in order of the lowest shape.
pub fn of(pairs: &[Pair], shapes: usize) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..shapes as u32).collect();
    let root = |parent: &mut [u32], mut shape: u32| {
        while parent[shape as usize] != shape {
            let above = parent[parent[shape as usize] as usize];
            parent[shape as usize] = above;
            shape = above;
        }
        shape
    };
    for &pair in pairs {
        let (a, b) = ends(pair);
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b); // The root is the lowest, so it is numbered before its members.
    }
    let mut number = vec![NONE; shapes];
    let mut next = 0;
    for shape in 0..shapes as u32 {
        let root = root(&mut parent, shape);
        if root == shape {
            number[shape as usize] = next;
            next += 1;
        } else {
            number[shape as usize] = number[root as usize];
        }
    }
    number
}

/// Neighbours of each shape, ascending; `pairs` are ascending and distinct.
pub fn lists(pairs: Vec<Pair>, shapes: usize) -> ListColumn {
    let mut starts = vec![0usize; shapes + 1];
    for &pair in &pairs {
        let (a, b) = ends(pair);
        starts[a as usize + 1] += 1;
        starts[b as usize + 1] += 1;
    }
    for shape in 0..shapes {
        starts[shape + 1] += starts[shape];
    }
    let mut values = vec![0u32; 2 * pairs.len()];
    let mut next = starts.clone();
    let mut put = |shape: u32, neighbour: u32| {
        values[next[shape as usize]] = neighbour;
        next[shape as usize] += 1;
    };
    // Lower neighbours before higher ones; each pass meets them ascending, since the pairs are.
    pairs.iter().map(|&pair| ends(pair)).for_each(|(a, b)| put(b, a));
    pairs.iter().map(|&pair| ends(pair)).for_each(|(a, b)| put(a, b));
    drop(pairs);
    let mut out = ListColumn::default();
    for shape in 0..shapes {
        out.push(values[starts[shape]..starts[shape + 1]].iter().copied());
    }
    out
}
