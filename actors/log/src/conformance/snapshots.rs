//! Snapshots.

use crate::contract::SnapshotError;
use crate::event::Snapshot;
use crate::ids::Version;
use crate::limits::{LimitError, MAX_SNAPSHOT_BYTES};

use super::{Bench, stream};

pub(super) async fn the_newest_snapshot_is_kept(bench: &dyn Bench) {
    let log = bench.open().await;
    let stream = stream();
    assert_eq!(log.load_snapshot(stream).await.unwrap(), None);
    let snapshot = |version, schema, data: &[u8]| Snapshot {
        version: Version(version),
        schema,
        data: data.to_vec(),
    };
    log.save_snapshot(stream, snapshot(5, 1, b"five"))
        .await
        .unwrap();
    log.save_snapshot(stream, snapshot(3, 1, b"three"))
        .await
        .unwrap();
    assert_eq!(
        log.load_snapshot(stream).await.unwrap(),
        Some(snapshot(5, 1, b"five"))
    );
    log.save_snapshot(stream, snapshot(5, u16::MAX, b"again"))
        .await
        .unwrap();
    log.save_snapshot(super::stream(), snapshot(9, 1, b"other"))
        .await
        .unwrap();
    assert_eq!(
        log.load_snapshot(stream).await.unwrap(),
        Some(snapshot(5, u16::MAX, b"again"))
    );
    log.save_snapshot(stream, snapshot(6, 2, b""))
        .await
        .unwrap();
    let other = bench.open().await;
    assert_eq!(
        other.load_snapshot(stream).await.unwrap(),
        Some(snapshot(6, 2, b""))
    );
}

pub(super) async fn a_snapshot_is_bounded_to_the_last_byte(bench: &dyn Bench) {
    let log = bench.open().await;
    let stream = stream();
    let sized = |bytes| Snapshot {
        version: Version(1),
        schema: 1,
        data: vec![3; bytes],
    };
    let found = MAX_SNAPSHOT_BYTES + 1;
    let refused = log.save_snapshot(stream, sized(found)).await;
    assert_eq!(
        refused,
        Err(SnapshotError::TooLarge(LimitError::SnapshotBytes { found }))
    );
    log.save_snapshot(stream, sized(MAX_SNAPSHOT_BYTES))
        .await
        .unwrap();
    let kept = log.load_snapshot(stream).await.unwrap().unwrap();
    assert_eq!(kept.data.len(), MAX_SNAPSHOT_BYTES);
}
