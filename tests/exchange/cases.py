"""The failure cases of exchange and codes (reference/exchange.md, section 5) and the tests that show each.

A name is `file::test`, below tests/; tests/exchange/test_cases.py looks that each is there and that no case is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its number, what happens, and the tests that show what the program does then."""

    number: int
    about: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A case, or a part of one, that nothing shows yet, and why."""

    number: int
    why: str


def _case(number: int, about: str, *tests: str) -> Case:
    return Case(number, about, tests)


HAND = "faults/test_handing_over.py"
SEND = "exchange/test_sending_and_taking_in.py"
BAD = "exchange/test_bad_packages.py"
TWO = "exchange/test_both_sides.py"
SMALL = "exchange/test_small_cases.py"
HELD = "exchange/test_holding.py"
KEYS = "exchange/test_renewed_keys.py"
MEDIA = "exchange/test_media.py"
PLACES = "services/test_places.py"
ASK = "services/test_asking.py"
SCANNED = "ui/test_reception_scanned.py"
CASES = (
    _case(1, "the stick is pulled while it is written",
          f"{HAND}::test_an_export_that_is_cut_off_at_any_third_call_leaves_nothing_half",
          f"{HAND}::test_a_stick_that_is_pulled_is_named_as_such_and_the_next_one_gets_the_same_bytes",
          f"{MEDIA}::test_a_stick_that_is_pulled_at_any_mebibyte_keeps_nothing_half_and_the_next_try_the_same_bytes"),
    _case(2, "the medium is full",
          f"{HAND}::test_a_full_stick_says_how_much_is_needed_and_keeps_no_half",
          f"{HAND}::test_a_stick_that_fills_up_while_writing_keeps_no_half",
          f"{MEDIA}::test_a_medium_of_ten_megabytes_says_what_is_needed_before_it_begins"),
    _case(3, "a bit flips in any part",
          "exchange/test_package.py::test_every_changed_byte_of_a_package_is_refused",
          "exchange/test_package.py::test_every_changed_byte_of_a_bag_is_refused",
          f"{BAD}::test_every_bad_package_gets_its_code_and_leaves_nothing"),
    _case(4, "the same package again, at once",
          f"{SEND}::test_a_package_applied_ten_times_changes_something_once",
          "exchange/test_at_once.py::test_eight_processes_take_the_same_package_in_and_one_applies_it"),
    _case(5, "packages out of order",
          f"{SEND}::test_the_missing_one_is_named_and_the_rest_waits",
          f"{SEND}::test_every_order_of_arrival_ends_in_the_same_state"),
    _case(6, "a cloned laptop", f"{SEND}::test_other_bytes_under_a_known_number_are_put_aside_and_told"),
    _case(7, "a station that was restored",
          "exchange/test_restore.py::test_a_restored_station_gets_its_lost_entries_back_and_reuses_no_number",
          "exchange/test_restore.py::test_the_same_backup_put_in_place_twice_makes_no_fork"),
    _case(8, "a lost receipt", f"{SEND}::test_a_lost_receipt_is_made_good_by_the_next_package"),
    _case(9, "a receipt for what was never sent",
          f"{SEND}::test_a_receipt_for_a_package_that_was_never_sent_is_an_alarm"),
    _case(10, "a forged receipt, a wrong or replaced key",
          f"{SEND}::test_what_may_not_come_in_leaves_nothing_behind",
          f"{SMALL}::test_who_signs_with_a_key_that_was_replaced_is_refused"),
    _case(11, "one bad record of many",
          "exchange/test_receipts.py::test_one_bad_matter_of_many_is_rejected_alone_and_named",
          "exchange/test_receipts.py::test_the_correction_in_the_next_package_makes_the_matter_again"),
    _case(12, "a file that is missing, wrong, or announced for later",
          "exchange/test_travelling_files.py::test_text_goes_first_and_its_pictures_follow",
          "exchange/test_travelling_files.py::test_a_file_that_neither_came_nor_was_announced_is_refused",
          "exchange/test_travelling_files.py::test_a_file_that_was_lost_after_it_came_is_sent_once_more"),
    _case(13, "a volume is missing", "exchange/test_volumes.py::test_a_missing_volume_is_named_and_nothing_is_applied"),
    _case(14, "an edit after sealing",
          f"{TWO}::test_case_14_an_edit_after_sealing_is_a_new_entry_and_the_old_package_stays_as_it_is",
          f"{SEND}::test_a_package_is_our_own_entries_since_the_last_one_and_nothing_is_said_twice",
          f"{SEND}::test_a_target_that_fails_leaves_the_package_sealed_for_the_next_time"),
    _case(15, "both sides write at the same time",
          f"{TWO}::test_case_15_the_county_changes_the_class_while_the_station_corrects_the_phone",
          f"{SEND}::test_what_the_county_settled_is_settled_in_whatever_order_it_was_written",
          f"{SEND}::test_a_county_may_put_an_address_right_but_not_the_petitioners_words",
          "exchange/test_schedules.py::test_two_hundred_schedules_end_in_the_same_state"),
    _case(16, "both sides correct the same field",
          f"{TWO}::test_case_16_both_correct_the_same_phone_and_a_clerk_is_asked"),
    _case(17, "the county merges what the station still works on",
          f"{TWO}::test_case_17_what_the_station_does_on_a_merged_number_is_shown_with_the_other"),
    _case(18, "the clock jumps",
          "faults/test_clock.py::test_no_jump_of_the_clock_turns_anything_green",
          f"{SMALL}::test_a_package_says_when_its_clock_was_set_back_and_no_day_moves"),
    _case(19, "old and new programs",
          "exchange/test_golden.py::test_a_county_takes_in_what_stations_ever_wrote",
          "exchange/test_golden.py::test_a_station_takes_in_what_counties_ever_answered",
          "exchange/test_travelling_files.py::test_who_never_said_that_it_reads_announcements_gets_every_file",
          "exchange/test_package.py::test_keys_of_a_newer_program_are_passed_over_and_another_format_is_named"),
    _case(20, "a code that no list holds any more",
          f"{SMALL}::test_a_code_that_no_list_holds_stays_what_it_was",
          f"{TWO}::test_case_20_a_code_that_our_list_has_no_more_keeps_its_code_and_becomes_no_other"),
    _case(21, "bombs, many members, odd names",
          f"{BAD}::test_every_bad_package_gets_its_code_and_leaves_nothing",
          "exchange/test_package.py::test_limits_stop_a_bag_before_it_is_unpacked",
          "ui/test_unpacking.py::test_a_child_that_does_not_survive_is_told_and_nothing_is_lost"),
    _case(22, "programs, scripts, macros, locked and empty files",
          "exchange/test_files_that_stay_shut.py::test_case_22_it_is_kept_whole_and_never_opened",
          "exchange/test_files_that_stay_shut.py::test_case_22_the_receipt_says_it_and_the_station_reads_it",
          "domain/test_shut_files.py::test_a_file_is_known_by_its_bytes_whatever_it_is_called"),
    _case(23, "names with rare characters", f"{SMALL}::test_a_name_arrives_as_it_was_written"),
    _case(24, "long numbers and formulas in tables",
          "papers/test_workbook.py::test_long_digits_and_formula_like_texts_stay_text",
          "exchange/test_spreadsheet.py::test_a_number_that_lost_digits_is_refused_and_never_rebuilt"),
    _case(25, "the line breaks in the middle",
          "county/test_line.py::test_after_a_cut_only_the_parts_that_lack_are_sent",
          "county/test_line.py::test_answers_are_fetched_from_where_the_line_was_cut"),
    _case(26, "a gateway renames the file", f"{SMALL}::test_what_a_gateway_called_the_file_means_nothing",
          "services/test_transport.py::test_a_gateway_may_rename_change_the_extension_and_strip_time_stamps"),
    _case(27, "a receiving key is renewed while packages wait",
          f"{KEYS}::test_case_27_a_package_sealed_to_the_old_key_is_read_in_the_time_of_grace",
          f"{KEYS}::test_case_27_the_answer_tells_the_new_key_under_the_signature_that_was_pinned",
          f"{KEYS}::test_case_27_what_waits_is_named_with_the_day_and_sealed_anew",
          f"{KEYS}::test_case_27_what_had_arrived_all_the_same_is_passed_over"),
    _case(28, "the stick of another county", f"{SEND}::test_what_may_not_come_in_leaves_nothing_behind",
          "services/test_quarantine.py::test_another_countys_medium_is_refused_by_its_clear_header_alone",
          "ui/test_stick.py::test_room_is_said_before_a_wrong_stick_is_refused_and_what_was_written_is_read_back"),
    _case(29, "two desks export at once",
          "exchange/test_at_once.py::test_two_processes_that_export_at_once_never_seal_the_same_number_twice"),
    _case(30, "the lights go out between commit and receipt",
          "county/test_line.py::test_the_receiver_stops_between_taking_in_and_answering",
          f"{SMALL}::test_a_receipt_is_made_from_what_was_committed_however_often_it_is_cut"),
    _case(31, "the table of figures differs after an import",
          f"{HELD}::test_case_31_what_was_lost_comes_back_from_our_own_shelf",
          f"{HELD}::test_case_31_nothing_more_is_taken_until_the_other_side_gave_it_again",
          f"{HELD}::test_case_31_the_end_of_a_chain_that_was_lost_blames_no_package"),
    _case(32, "a withdrawal before and after the export",
          f"{TWO}::test_case_32_a_withdrawal_before_or_after_the_export_is_an_entry_and_no_deletion",
          f"{SMALL}::test_a_withdrawal_is_one_more_event_and_deletes_nothing"),
    _case(33, "a backlog of months",
          f"{SEND}::test_a_long_backlog_becomes_several_packages",
          f"{MEDIA}::test_a_backlog_goes_in_several_packages_with_progress_and_can_be_called_off",
          f"{MEDIA}::test_ten_thousand_matters_after_months_offline",
          "exchange/test_volumes.py::test_volumes_joined_are_the_package_and_each_has_its_sum"),
    _case(34, "a sticker over a poster's code",
          f"{PLACES}::test_case_34_a_sticker_over_the_official_code_is_found",
          "journeys/test_posters_and_notices.py::test_a_sticker_is_found_on_the_round"),
    _case(35, "a receipt that is guessed, shared or photographed",
          f"{ASK}::test_the_code_alone_tells_one_word",
          f"{ASK}::test_five_wrong_ones_make_it_pause_and_the_pause_ends",
          f"{ASK}::test_a_guessed_token_and_another_offices_code_are_the_same_to_who_asks"),
    _case(36, "a pre-registration shown again, too late, elsewhere, to an old key",
          "services/test_preregistrations.py::test_case_36_each_reason_has_its_own_sentence",
          "services/test_preregistrations.py::test_the_sentences_differ",
          f"{SCANNED}::test_case_36_each_reason_is_said_and_nothing_is_filled"),
    _case(37, "frames of two people",
          "qr/test_frames.py::test_frames_of_two_visitors_never_mix",
          "page/test_codes.py::test_two_visitors_codes_never_mix",
          f"{SCANNED}::test_frames_in_any_order_and_those_of_another_visitor_beside"),
    _case(38, "a scanner that types through an input method, with Caps Lock, without blanks",
          f"{SCANNED}::test_an_input_method_or_caps_lock_in_the_way",
          f"{SCANNED}::test_a_spoilt_scan_is_said_and_nothing_is_filled",
          "qr/test_scanned_text.py::test_blanks_lost_within_are_refused_and_not_guessed"),
    _case(39, "a bad screen: tilted, dim, blurred, dark, large text, small phone",
          "page/test_degraded.py::test_five_points_a_cell_are_enough",
          "page/test_codes.py::test_dark_rooms_and_large_text"),
    _case(40, "a story without end, what no keyboard writes, an odd number",
          "page/test_writing.py::test_twenty_thousand_pasted_characters_stay_and_are_told",
          "page/test_writing.py::test_what_cannot_be_seen_is_told_and_taken_out_on_request",
          "page/test_writing.py::test_odd_numbers_are_warned_of_and_not_forbidden"),
    _case(41, "a notice changed by one digit",
          "services/test_notice_codes.py::test_case_41_a_notice_altered_by_one_digit_shows_in_what_is_compared"),
    _case(42, "a notice that was voided after it was printed",
          "services/test_notice_codes.py::test_case_42_a_notice_voided_after_printing",
          "journeys/test_posters_and_notices.py::test_another_hall_verifies_a_notice_without_a_network"),
    _case(43, "a bad printer",
          "qr/test_damaged_prints.py::test_every_version_is_read_from_a_bad_print",
          f"{PLACES}::test_cells_are_whole_dots_and_never_smaller_than_a_printer_does",
          "ui/test_trial_scan.py::test_a_line_across_the_code_stops_the_paper_and_says_so"),
    _case(44, "a false page with another key",
          "qr/test_fingerprint.py::test_words_of_a_key",
          "qr/test_sealed_code.py::test_a_code_for_another_office_names_the_key_and_tells_nothing"),
    _case(45, "whatever is shown to a reader of codes",
          "exchange/test_fuzz.py::test_nothing_but_our_own_errors_comes_out",
          "qr/test_scanned_text.py::test_any_text_is_refused_in_our_own_words",
          "qr/test_transfer.py::test_whatever_is_read_only_our_own_errors_come_out"),
)  # fmt: skip
PENDING: tuple[Pending, ...] = ()
