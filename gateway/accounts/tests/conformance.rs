//! What accounts promise, on SQLite and on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::large_futures,
    reason = "tests"
)]

mod support;

mod claims {
    //! One file a subject; each claim takes a fresh world.
    pub(crate) mod guests;
    pub(crate) mod logging_in;
    pub(crate) mod logins;
    pub(crate) mod processes;
    pub(crate) mod refreshing;
    pub(crate) mod registering;
    pub(crate) mod upkeep;
}

/// Each claim becomes a test of each database.
macro_rules! on_both_databases {
    ($($file:ident: $($claim:ident)+;)+) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $claim() {
                    crate::claims::$file::$claim(crate::support::World::sqlite().await).await;
                }
            )+)+
        }
        mod postgres {
            #[tokio::test(flavor = "multi_thread")]
            async fn connections_that_died_or_turned_read_only_are_replaced() {
                let world = crate::support::World::postgres().await;
                crate::claims::upkeep::connections_that_died_or_turned_read_only_are_replaced(world)
                    .await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn a_server_that_is_away_is_a_fault_that_passes() {
                crate::claims::upkeep::a_server_that_is_away_is_a_fault_that_passes().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn first_starts_at_the_same_moment_make_one_key() {
                crate::claims::processes::first_starts_at_the_same_moment_make_one_key().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn a_process_with_other_keys_is_refused_with_what_to_do() {
                crate::claims::processes::a_process_with_other_keys_is_refused_with_what_to_do()
                    .await;
            }

            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $claim() {
                    crate::claims::$file::$claim(crate::support::World::postgres().await).await;
                }
            )+)+
        }
    };
}

on_both_databases! {
    registering:
        an_account_is_made_and_logged_in
        bad_names_and_passwords_are_rejected_before_anything_is_stored
        a_name_is_given_once_also_at_the_same_moment
        accounts_from_one_address_are_limited
        secrets_are_not_stored;
    logging_in:
        a_name_is_found_in_any_case_and_its_password_is_exact
        a_wrong_name_and_a_wrong_password_are_the_same_rejection
        failed_logins_wait_and_then_the_right_password_is_accepted
        guessing_at_the_same_moment_is_counted
        strangers_cannot_lock_an_owner_out_of_his_address
        an_old_hash_is_replaced_when_its_owner_logs_in
        one_login_too_many_ends_the_one_not_used_for_longest;
    guests:
        a_guest_plays_for_a_day
        guests_from_one_address_are_limited
        a_guest_becomes_an_account_and_stays_the_same_player
        an_upgrade_that_is_rejected_leaves_the_guest_as_it_was
        only_one_of_two_upgrades_at_the_same_moment_wins
        a_guest_whose_login_was_revoked_cannot_become_an_account;
    refreshing:
        a_refresh_gives_new_tokens_and_slides_the_end
        a_token_used_again_after_the_grace_revokes_the_login
        a_token_used_again_within_the_grace_gets_a_sibling
        the_grace_ends_when_the_next_generation_is_used
        of_two_siblings_the_second_one_used_revokes_the_login
        tabs_that_refresh_at_the_same_moment_all_go_on
        siblings_are_bounded_and_the_login_lives_on
        a_login_ends_when_it_is_idle
        a_login_ends_at_the_longest_however_often_it_is_refreshed
        unknown_tokens_are_rejected_and_harm_nobody;
    logins:
        logging_out_ends_the_login_everywhere
        logins_are_listed_with_where_they_are_used
        a_player_ends_his_own_logins_and_nobody_elses
        all_other_logins_are_ended_at_once
        revocations_are_announced
        another_process_learns_of_revocations
        a_revocation_outlives_a_restart;
    processes:
        no_token_is_refused_anywhere_while_keys_are_rotated
        a_name_is_given_once_by_two_processes
        a_login_refreshed_by_two_processes_goes_on_and_a_copy_revokes_it_in_both;
    upkeep:
        a_restart_keeps_accounts_logins_and_keys
        rotated_keys_sign_and_old_tokens_stay_valid
        profiles_of_many_players_are_found_at_once
        a_role_is_said_by_the_next_tokens
        what_has_expired_is_removed
        everything_in_the_database_is_named_after_accounts;
}
