"""What each public function of the services leaves behind, by name. A new one that is not listed here fails the build.

view, export, sign: exactly one entry of the access chain. act: exactly one transaction of the journal, or none when it is
refused. list: rows that are masked, of many matters, for anybody who may read; they leave nothing. inner: is called inside
one of these and leaves nothing by itself, or shows nothing of a matter.
"""

from __future__ import annotations

VIEW = """
side_by_side.compare side_by_side.compare_matters side_by_side.side_of
reading.view_matter reading.open_matter matter_sheet.sheet_of what_if.what_if papers.draft
papers.facts_of_draft papers.fetch papers.record_of papers.for_preprinted papers.strip_of
paper_drafts.show_draft paper_copies.copy_of paper_copies.copy_of_draft handwriting.check conversations.conversation_view
materials.material_list materials.fetch materials.keeper_for reading.opened_matter sealing.fetch_scan serving.fetch_proof
case_file.begin case_file.case_file mail.fetch_envelope looking.who_opened revealing.reveal revealing.reveal_addressee
revealing.reveal_sender serving.addressee_for mail.letter_for access_reading.looks_of_day administration.administration_since
redacting.proposal redacting.left_in redacting.transcripts redacting.redacted_page redacting.preview_page
looking.record_view looking.record_opening looking.record looking.note asking.ask
both_texts.both_texts both_texts.require_as_seen mediation.reading.view_mediation
mediation.reading.whole_mediation mediation.from_matter.take_over
mediation.similar.similar_cases taking_back.way_back booked_visits.told_of
mediation.booking.propose mediation.booking.bookings_of_mediation
mediation.papers.draft_paper mediation.papers.fetch_paper
mediation.signing.check_room
mediation.papers.papers_of_file mediation.papers.open_whole mediation.volume.begin_volume mediation.volume.bind_volume
"""
EXPORT = """
ledger.ledger_workbook sealing.seal_register_workbook number_series.number_series_workbook
review_ledger.review_workbook leader_log.leader_log_workbook serving.post_list_workbook serving.stage_notices
looking.record_export mediation.figures.subsidy_workbook
sending.export sending.export_again sending.seal_next bridging.bridged
entering.entry_sheet
handing_over.prepare handing_over.hand_all_over
mediation.calendars.calendar_of_rooms
"""
SIGN = """
looking.record_sign_in looking.record_sign_out looking.record_failed_sign_in looking.record_administration
looking.record_lock
"""
ACT = """
places.register_place places.bind_official places.withdraw_poster poster_printing.print_poster
poster_round.check_by_scan poster_round.check_by_eye code_keys.make_list code_keys.take_list code_keys.revoke
returning.read_back
adoption.adopt adoption.mark_recomputed adoption.adopt_shipped blank_forms.record_printing
blank_forms.void_form outages.record_pack
outages.withdraw_pack outages.open_day outages.close_outage
outage_printing.print_pack outage_printing.pack_again outage_scans.keep_sheets outage_registering.register_sheet
bulk.append_to_imports day_closing.give_tickets day_closing.settle_ticket
queue.call_next queue.call_again rostering.set_roster
booked_visits.book_visit booked_visits.change_visit booked_visits.cancel_visit booked_visits.miss_visit
booked_visits.arrive booked_visits.give_ticket booked_visits.set_booking_limit
day_closing.close_day enquiries.answer_enquiry conversations.conversation_paper conversations.sign_on_screen
enquiries.discard_draft epochs.begin_epoch exchange.pin
form_printing.print_forms form_printing.print_again founding.found handwriting.take imports.undo_import
inbox.add_item inbox.sign_item inbox.register_item inbox.object_to_item inbox.note_arrivals
spare.found_spare spare.pin_both spare.bring_up_to_date
keeping.record_rehearsal mail.open_letter mail.register_letter mail.register_as mail.join_letter
mail.hand_back made_up_day.make_day materials.keep materials.scan_in office_templates.propose office_templates.approve
office_templates.withdraw office_templates.record_wording offices.change_office paper_drafts.keep_draft
paper_drafts.sign papers.issue perform.perform perform.write phrases.add_phrase phrases.approve_phrase
folding.fold_together folding.take_fold_back
phrases.retire_phrase printing.note_printed registration.register_matter registration.record sealing.seal_all
sealing.file_scan redacting.propose_pages
sending.hand_over serving.keep_proof slip_printing.slips_of slips.file_slip slips.file_slips
taking_in.take_in taking_in.try_again taking_in.check_ahead transporting.run_transport
units.list_units drafts.give_up_draft printing.batch accounts.open_account
accounts.close_account accounts.change_role accounts.change_password accounts.reset_password
asking.rate_by_oneself accounts.choose_profile accounts.write_down readdressing.readdress standing_in.name_stand_in
standing_in.end_stand_in entering.record_entry head_signing.sign_heads key_care.record breaching.record_breach
receiving_keys.renew_receiving_key receiving_keys.seal_anew holding.mend preregistration_page.renew_page_key
mediation.opening.open_mediation mediation.acting.act_in_room mediation.acting.write_room
mediation.registering.register_row
mediation.booking.book mediation.booking.note_absence mediation.booking.move mediation.booking.cancel
mediation.papers.make_paper mediation.papers.make_for_all
mediation.filing.keep_in_file mediation.signing.paper_to_sign mediation.signing.take_in_room
"""
LIST = """
practising.begin_lesson practising.states_since
poster_printing.round_pdf places.place_rows poster_round.round_report poster_round.look_at_scan poster_round.verify_place
poster_round.place_figures poster_round.looks_of poster_photos.last_photo poster_photos.poster_photo
notice_codes.verify_notice code_keys.known_keys
finding.search finding.sounding_alike differing.ledger_of_differences differing.open_numbers merging.possible_duplicates
overtaken_list.overtaken_list
taking_back.last_acts booked_visits.booked_day booked_visits.expected_lines ticket_printing.slip_of_ticket
listing.list_matters reading.due repeats.earlier_matters side_by_side.like_this side_by_side.same_event ledger.ledger
leader_log.leader_log review_ledger.review_ledger meeting_list.meeting_list number_series.number_series
today.board today.pressing queue.queue_now serving.unserved serving.post_list sealing.seal_basket sealing.seal_register
paper_drafts.waiting_drafts day_report.day_report day_report.figures_as_known day_report.report_text
mail.letters inbox.inbox inbox.unsigned selfcheck.self_check selfcheck.grave_count
mediation.room_checks.room_findings
sealed_checks.sealed_findings comparing.compared office_checks.office_findings day_closing.closing
day_closing.check_board day_closing.day_object days.day_file days.day_files imports.list_imports
outages.pack_named outages.pack_rows outages.pack_lies_ready outages.paper_day outage_scans.read_sheets
blank_forms.series_rows blank_forms.form_state blank_forms.printing_of codes.read_receipt codes.read_code
preregistrations.open_preregistration
slips.read_slips slips.proposal slips.assigned office_sheets.office_sheet mail.letter_of mail.row_of mail.knowable_letter
outbox.outbox outbox.way_of quarantine.quarantined reconciling.tally_with reconciling.compare_with handing_over.slip_of
transporting.waiting_since standing.waiting standing.exchange_of
standing_in.stand_ins accounts.list_accounts accounts.open_work diagnosing.diagnosis audit.verify_record
entering.waiting_entries mediation.reading.list_mediations mediation.reading.promises_due
mediation.reading.pressing_promises mediation.reading.read_register mediation.figures.room_figures
mediation.booking.day_of_rooms mediation.booking.month_of_rooms mediation.booking.plan_of
"""
INNER = """
practising.require_practice practising.require_own_kind
striking.strike_in striking.refolded blank_forms.free_in
day_closing.write_into_day booked_visits.forget_told
saved_lists.saved_lists saved_lists.save_list saved_lists.drop_list
same_registration.fold_in same_registration.matter_in same_registration.require_same_registration
listed_keys.list_to_tell listed_keys.list_held listed_keys.adopt_list
notice_codes.bears_code notice_codes.code_of code_keys.require_signer places.all_places places.append
poster_printing.print_again poster_printing.guidance_poster poster_photos.keep_photo
kept_shut.kept_shut receiving_keys.require_taken receiving_keys.adopt_key returning.differences
receiving_keys.key_to_tell receiving_keys.sealed_before receiving_keys.sealed_to
outage_entering.enter_in blank_forms.take_in blank_forms.bound_as blank_forms.form_named
blank_forms.require_free blank_forms.printings_in blank_forms.append_in
used_codes.require_unused used_codes.use_in preregistration_page.page_facts preregistration_page.make_page
blank_forms.may_see papers.require_may_leave merging.merge_in merging.attached_to
 sent_on.require_nobody_named sent_on.known_for sent_on.confirmed_transcripts
keeping_from.require_addressee granting.grant_in granting.grantee granting.may_hold granting.lent_files
resealing.reseal_in resealing.take_bodies head_signing.publish_key readdressing.owed
adoption.propose_on adoption.propose_off adoption.propose_file adoption.propose_calendar adoption.was_cut_off
adoption_preview.preview blank_forms.bind_in case_file.items_of case_file_gaps.missing_of
case_file_pages.pictures_of drafts.save_draft mediation.drafting.keep_room_draft
mediation.drafting.room_draft mediation.drafting.drop_room_draft
drafts.recover_drafts drafts.drop_draft drafts.unseen drafts.find_unseen
drafts.note_seen key_care.drill_standing key_care.last_drill key_care.require_keeper exchange.own_card coverage.coverage
exchange.identity_for_training keeping.rehearsals anchors.of_packages head_signing.anchor_looks
head_signing.signing_due materials.picture_of materials.may_see matter_sheet.owed_by_act
number_series.series_name number_series.written_number offering.offer_of offering.offered_acts
offering.offered_papers offering.likely_paper offering.openers_of office_templates.kind_in_force
office_templates.words_of_version office_templates.template_rows office_templates.wording_of
office_templates.place_rows office_templates.names_in office_templates.change_of office_templates.diff_of
office_templates.preview office_templates.change_object owed_papers.written_here owed_papers.owed_papers
papers.fetch_record papers.facts_of_record papers.facts_as_kept papers.keep_file papers.open_file phrases.phrases
phrases.offered_phrases phrases.phrase_of phrases.phrase_object preview.caused_by profiles.profile_rows
profiles.latest reading.shown_view reading.as_own reading.as_shown reading.relation_to reading.may_open registration.checked
registration.unnumbered selfcheck.worded reading.public_matter reading.public_matters reading.papers_of reading.require_open
session.office_of session.accounts_of elsewhere.bring_up_to_date elsewhere.read_anew
session.adopted_by suggesting.confirmed_texts suggesting.retrain suggesting.is_worth_learning
stick_care.require_own_medium quarantine.is_full quarantine.quarantined_as quarantine.keep_refused quarantine.opened
taking_in.look_at timeline.history_lines entering.note_copied today.duty_of today.owner_of today.why what_if.what_if_object
accounts.profile_of perform.write_in mediation.writing.register_in mediation.writing.holders_of
mediation.writing.draft_of mediation.writing.tell_matter mediation.reading.relation_to
mediation.reading.shown_to mediation.calendars.door_sheet
volumes.sheet mediation.booking.next_booking mediation.papers.still_says_so
mediation.papers.fetch_record mediation.papers.keep_bytes
handwriting.bind conversations.paper_of conversations.sentences_of
registered_matters.registered_matters
"""
CATEGORIES = {
    "view": VIEW.split(),
    "export": EXPORT.split(),
    "sign": SIGN.split(),
    "act": ACT.split(),
    "list": LIST.split(),
    "inner": INNER.split(),
}
