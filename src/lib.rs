//! Tsubame, a web client for Mattermost servers.
