//! One suite over both databases: every case runs on SQLite, each in a test of its own, and on PostgreSQL, all in one
//! test over one server, since starting one takes a second.

mod commits;
mod damage;
mod evidence;
mod keeping;
mod model;
mod objects;
mod postgres_server;
mod records;
mod support;

macro_rules! suite {
    ($($module:ident::$case:ident,)*) => {
        mod on_sqlite {
            $(#[test]
            fn $case() {
                super::$module::$case(&mut super::support::Tried::sqlite());
            })*
        }

        #[test]
        fn every_case_on_postgresql() {
            let Some(server) = postgres_server::Server::start() else { return };
            $(
                println!("{}", stringify!($module::$case));
                $module::$case(&mut support::Tried::postgres(&server));
            )*
        }
    };
}

suite! {
    commits::a_commit_with_one_bad_part_writes_nothing,
    commits::a_record_is_changed_only_at_the_revision_that_was_read,
    commits::a_repeated_request_is_answered_and_not_done_again,
    commits::an_answer_is_claimed_once_swapped_by_who_knows_it_and_forgotten_after_a_day,
    commits::many_writers_at_once_lose_nothing_and_make_one_chain,
    commits::who_waits_for_events_is_woken,
    commits::what_cannot_be_stored_is_refused_with_its_name,
    records::records_come_in_the_order_asked_for_page_by_page,
    records::records_are_filtered_by_owner_and_marking,
    records::a_deleted_record_is_gone_and_may_come_again_with_a_new_revision,
    records::an_erased_body_is_gone_for_good_and_its_record_says_so,
    records::erased_bytes_are_not_left_in_any_file,
    objects::what_is_added_comes_back_in_order_and_a_repeat_adds_nothing,
    objects::first_last_all_and_exact_versions_are_found_in_any_order_of_arrival,
    objects::filters_hold_together,
    objects::other_content_under_a_known_version_is_told_and_not_taken,
    objects::a_removed_version_gives_first_and_last_to_its_neighbours,
    objects::time_stamps_grow_when_the_clock_steps_back_and_after_a_restart,
    objects::each_version_knows_the_event_that_brought_it_first,
    objects::versions_of_a_type_are_read_on_from_where_one_stopped,
    damage::an_edit_of_any_column_is_found,
    damage::a_deleted_entry_is_found,
    damage::a_deletion_that_closes_the_gap_is_found,
    damage::an_inserted_entry_is_found,
    damage::two_swapped_entries_are_found,
    damage::a_changed_or_lost_content_is_found_at_the_entry_that_names_it,
    damage::a_content_noted_under_anothers_hand_is_found,
    damage::a_content_noted_under_who_sent_it_again_is_found,
    damage::the_log_refuses_to_be_changed,
    damage::an_erased_content_with_its_receipt_is_good,
    damage::a_signed_checkpoint_finds_a_log_that_was_rewritten_as_a_whole,
    evidence::a_blob_comes_back_byte_for_byte_with_its_custody,
    evidence::custody_is_a_chain_that_can_be_checked_alone,
    evidence::a_destroyed_blob_is_gone_and_leaves_a_receipt,
    evidence::a_blob_that_was_changed_is_noticed_when_it_is_read,
    evidence::a_source_that_fails_half_way_leaves_nothing,
    keeping::the_ledger_keeps_the_first_time_of_each_release,
    keeping::a_rebuild_makes_the_same_tables_and_mends_damaged_ones,
    keeping::a_backup_restores_to_an_equal_store_and_into_the_other_database,
    keeping::a_backup_that_was_cut_or_changed_is_refused_and_leaves_nothing,
    keeping::the_doctor_finds_what_is_wrong_and_says_what_to_do,
    keeping::a_store_opened_for_reading_refuses_to_write,
    model::random_commits_leave_what_the_model_says,
}
