"""What every public function of the wiring leaves behind, by name. A new one that is not listed fails the build.

beside: one entry "administered" of the access chain, before it is done. journal: an entry of the journal, in the same
transaction or right after. held: leaves what its caller writes; the caller is named. nothing: changes nothing, or what it
changes is told by entries of other kinds; the reason stands there.
"""

from __future__ import annotations

BESIDE = {
    "keyring.enable_keyring": "keyring-on",
    "keyring.disable_keyring": "keyring-off",
    "backups.change_backup_plan": "backup-plan",
    "backups.take_backup": "backup-copy",
    "updating.update": "update",
    "updating.take_back": "update-undone",
    "key_care.add_password_slot": "password-slot",
    "key_care.recover_by_escrow": "escrow-opened",
}
JOURNAL = {
    "breaching.breach_of": "breach-reported",
    "key_care.drill_recovery": "recovery-drilled",
    "key_care.replace_recovery_code": "recovery-code-replaced",
    "key_care.set_escrow": "escrow-changed",
    "key_care.drop_escrow": "escrow-changed",
    "rotating.rotate_keys": "keys-rotated",
    "backups.restore_backup": "epoch-begun",
    "backups.rebuild_from_side_files": "epoch-begun",
    "backups.rehearse_backup": "backup-rehearsed",
    "bringing_back.bring_back": "epoch-begun",
    "founding.create_folder": "office-set",
}
NOTHING = {
    "auditing.verify_desk": "reads",
    "backups.backup_plan": "reads",
    "backups.backup_keeper": "takes backups as planned: the plan is what is recorded",
    "backups.keep_backup_plan": "only before anybody works in the folder; else change_backup_plan",
    "backups.save_before_risk": "a backup as planned",
    "backups.on_one_disk": "reads",
    "bringing_back.entries_of": "reads",
    "bringing_back.entries_until": "reads",
    "bringing_back.look_for": "reads",
    "bringing_back.soundness": "reads",
    "diagnosing.folder_facts": "reads, and tells no case",
    "diagnosing.database_facts": "reads, and tells no case",
    "diagnosing.platform_name": "reads",
    "diagnosing.program_diagnosed": "reads",
    "diagnosing.program_facts": "reads",
    "diagnosing.write_bundle": "a file that tells no case and nobody (row 13 looks through it)",
    "founding.new_account": "makes a value",
    "founding.new_recovery_code": "makes a value",
    "founding.same_recovery_code": "compares",
    "key_care.keys_seen": "reads",
    "key_care.require_old_code": "asks for the old code; what follows is recorded",
    "key_care.open_by_escrow": "opens; recover_by_escrow writes who did",
    "keyring.keyring_status": "reads",
    "locked_hall.lock_hall": "the lock is recorded by people.note_lock",
    "opening.ways_in": "reads",
    "opening.training_password": "a constant of training",
    "opening.open_desk": "a sign-in, recorded as such",
    "opening.exchange_desk": "wires",
    "opening.station_signer": "wires",
    "opening.package_target": "wires",
    "opening.clock_at": "makes a value",
    "opening.stored_formats": "reads",
    "opening.founding_instant": "makes a value",
    "opening.secret_file": "reads",
    "people.personal_keys": "wires",
    "people.sign_out": "recorded as a sign-out",
    "people.note_lock": "recorded as a lock",
    "soundness.look_through": "reads",
    "updating.pinned_keys": "reads",
    "updating.program_folder": "reads",
    "updating.installed_number": "reads",
    "updating.check_update": "reads",
    "updating.look_at_update": "reads",
    "updating.has_before": "reads",
}
