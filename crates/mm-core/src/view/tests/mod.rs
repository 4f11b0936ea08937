//! Behaviours of the projections, one file each.
