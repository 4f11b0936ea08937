//! What a row of messages is to the windowed list.

use mm_core::domain::PostOrder;
use mm_core::view::{Row, RowKey};

use crate::ui::common::virtual_list::{Entry, Role};

/// Place of a confirmed post in its channel.
pub fn order(row: &Row) -> Option<PostOrder> {
    match row {
        Row::Post(post) => Some(PostOrder {
            create_at: post.create_at,
            id: post.id,
        }),
        _ => None,
    }
}

/// Nothing is missing behind the last row.
pub fn ends_here(rows: &[Row]) -> bool {
    !rows.iter().any(|row| matches!(row, Row::Gap { before: None }))
}

/// Messages may be held on to, gaps are filled, the rest comes and goes.
pub fn role(row: &Row) -> Role {
    match row {
        Row::Post(_) | Row::Pending(_) => Role::Item,
        Row::Gap { .. } => Role::Hole,
        Row::Day(_) | Row::NewMessages | Row::Start => Role::Line,
    }
}

/// The row with a height to reckon with until it is measured, in pixels.
pub fn entry(row: &Row) -> Entry<RowKey> {
    let estimate = match row {
        Row::Post(post) if post.grouped => 24.0,
        Row::Pending(pending) if pending.grouped => 24.0,
        Row::Post(_) | Row::Pending(_) => 56.0,
        Row::Day(_) | Row::NewMessages | Row::Gap { .. } => 36.0,
        Row::Start => 100.0,
    };
    Entry {
        key: row.key(),
        role: role(row),
        estimate,
    }
}
