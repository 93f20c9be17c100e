"""What belongs in a folder of version control, so that what else is there is no longer left out with it."""

import re

from codematch.intake import names

_KNOWN = {
    b".git": re.compile(
        rb"(?:.*/)?(?:HEAD|ORIG_HEAD|FETCH_HEAD|MERGE_\w+|REBASE_HEAD|CHERRY_PICK_HEAD|REVERT_HEAD|AUTO_MERGE|BISECT_\w+"
        rb"|COMMIT_EDITMSG|SQUASH_MSG|TAG_EDITMSG|NOTES_EDITMSG|config|config\.worktree|description|index|packed-refs"
        rb"|shallow|commondir|gitdir|locked|gc\.\w+|gitk\.cache|[^/]*\.lock|index\.\w+|sharedindex\.\w+)"
        rb"|(?:.*/)?objects/(?:[0-9a-f]{2}/(?:[0-9a-f]{38}|[0-9a-f]{62}|tmp_obj_\w+)|pack/[^/]+\.(?:pack|idx|rev|bitmap|keep"
        rb"|mtimes|promisor|midx)|pack/(?:multi-pack-index[^/]*|tmp_\w+)|info/[\w./-]+)"
        rb"|(?:.*/)?(?:refs|logs|branches)/(?:.*/)?[^/]*"
        rb"|(?:.*/)?hooks/(?:applypatch-msg|commit-msg|fsmonitor-watchman|post-update|pre-applypatch|pre-commit"
        rb"|pre-merge-commit|pre-push|pre-rebase|pre-receive|prepare-commit-msg|push-to-checkout|sendemail-validate|update)"
        rb"\.sample"
        rb"|(?:.*/)?info/(?:exclude|attributes|refs|sparse-checkout|grafts)"
        rb"|(?:rebase-merge|rebase-apply|sequencer|lfs|fsmonitor--daemon)(?:/.*)?"
    ),
    b".svn": re.compile(
        rb"(?:entries|format|README\.txt|wc\.db(?:-journal|-shm|-wal)?|lock|empty-file|all-wcprops|dir-prop-base|dir-props"
        rb"|dir-wcprops|pristine/(?:[0-9a-f]{2}/)?[^/]+\.svn-base|(?:text-base|prop-base|props|wcprops|tmp)/.*)"
    ),
    b".hg": re.compile(
        rb"(?:00changelog\.i|branch|branches\.cache|dirstate|requires|hgrc|last-message\.txt|undo\..*|bookmarks.*|sharedpath"
        rb"|localtags|patches/.*|(?:cache|wcache|strip-backup|merge|rebasestate)(?:/.*)?"
        rb"|store(?:/(?:(?:data|dh|meta|data-s)/.*\.[din]|00[a-z]+[^/]*|fncache|phaseroots|requires|obsstore|narrowspec|lock"
        rb"|bookmarks[^/]*|(?:undo|journal)[^/]*|lfs/objects/[0-9a-f/]+))?)"
    ),
    b".bzr": re.compile(rb"(?:README|branch-format|branch-lock/.*|(?:branch|checkout|repository)/.*)"),
}
_SOURCE = re.compile(
    rb".*\.(?:[ch](?:pp|xx|c|h)?|cc|hh|m|mm|cs|go|java|js|jsx|mjs|ts|tsx|kt|lua|php|py|rb|rs|scala|swift|sh)"
)
_NAMED_AS_SOURCE = re.compile(
    rb".*\.(?:[ch](?:pp|xx|\+\+)?|cc|hh|inl|ino|cu|mm?|cs|fs|vb|vbs|bas|cls|frm|go|java|groovy|gradle|[cm]?[jt]sx?|vue|svelte"
    rb"|kts?|lua|php|phtml|pyw?|pyi|rb|rs|scala|swift|dart|[bkz]?sh|bat|cmd|ps1|pl|pm|tcl|r|jl|hs|mli?|erl|exs?|clj|lisp"
    rb"|el|f|for|f90|f95|pas|dpr|ad[abs]|cob|cbl|asm|s|vhdl?|sv|sql|pls|aspx?|jsp|html?|css|scss|less|xml|xaml|ya?ml|json"
    rb"|toml|ini|md|rst|txt|cmake|proto|ipynb)",
    re.IGNORECASE,
)
_PRISTINE = re.compile(rb"(?:pristine/(?:[0-9a-f]{2}/)?|text-base/)[^/]+\.svn-base")
_HOOK = re.compile(rb"(?:.*/)?hooks/[a-z0-9-]+")
_STORES_SOURCE = re.compile(rb"(?:text-base|prop-base|pristine|store|patches|lfs)/")


def is_data(name: bytes, folder: bytes) -> bool:
    """Return whether a file in a folder of version control belongs there, by its name, which begins with the folder."""
    inside = name[len(folder) :].lstrip(b"/")
    kind = folder.rpartition(b"/")[2]
    if not inside or not _KNOWN[kind].fullmatch(inside):
        return not inside
    return not _SOURCE.fullmatch(inside) or bool(_STORES_SOURCE.match(inside))


def is_pristine(name: bytes) -> bool:
    """Tell whether a file is where Subversion keeps the copy of a file of the work, by its name."""
    folder = names.vcs_folder(name) if name.endswith(b".svn-base") else None
    return folder is not None and folder.endswith(b".svn") and bool(_PRISTINE.fullmatch(name[len(folder) + 1 :]))


def is_local(name: bytes) -> bool:
    """Tell whether a file is one that belongs to a checkout and not to the work: a hook of git or a pristine copy."""
    folder = names.vcs_folder(name)
    if folder is None:
        return False
    return is_pristine(name) or (folder.endswith(b".git") and bool(_HOOK.fullmatch(name[len(folder) + 1 :])))


def is_named_as_source(name: bytes) -> bool:
    """Tell whether a file has an ending of source or of other text."""
    return bool(_NAMED_AS_SOURCE.fullmatch(name))
