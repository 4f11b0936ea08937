//! Everything that only a browser shows, as one program: its scenarios share the cores from the first to the last, and not file by file.

mod faults;
mod files;
mod keeping;
mod list;
mod lossy;
mod luck;
mod network;
mod nginx;
mod offline;
mod plugin;
mod reach;
mod right_place;
mod screens;
mod session;
mod tabs;
mod talk;
