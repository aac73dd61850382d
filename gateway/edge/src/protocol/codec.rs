//! Frames to bytes and back, in both subprotocols, with the same shapes.
