//! Behaviours of the reducers, one file each.
