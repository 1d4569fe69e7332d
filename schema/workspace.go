package schema

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
)

var destinationChecks = []Check{
	{"missing-workspace", "Missing workspace", hcl.DiagError, "Without a workspace nothing on a cluster could be told to be ours."},
	{"invalid-workspace", "Invalid workspace", hcl.DiagError, "A workspace's name becomes part of ids: lower-case letters, digits and -, 1 to 30."},
	{"invalid-url", "Invalid URL", hcl.DiagError, "A URL without scheme is a 500 of the server; one without host is taken, and fails when it sends."},
	{"vendor-url", "URL of another vendor", hcl.DiagWarning, "OpenSearch 3 refuses Slack and Chime URLs that are not the vendor's; 2.19 takes them."},
	{"refused-url", "URL that is refused", hcl.DiagError, "The server refuses URLs of Microsoft Teams without webhook.office.com, such as those of Power Automate, and of Mattermost without /hooks/."},
	{"url-credentials", "Credentials in a URL", hcl.DiagError, "A user and password in a URL show up in errors and logs."},
	{"conflicting-attributes", "Conflicting arguments", hcl.DiagError, "Two arguments exclude each other, or one is needed beside another."},
	{"unknown-kind", "Unknown kind of destination", hcl.DiagError, "The server has no channel of this kind, or alertplan can't declare it."},
	{"invalid-arn", "Invalid ARN", hcl.DiagError, "The server refuses topics and roles that don't have the form of ARNs."},
	{"invalid-method", "Invalid method", hcl.DiagError, "A method that the server does not know silently becomes POST."},
	{"invalid-header", "Invalid header", hcl.DiagError, "The server takes header names that HTTP does not, and fails when it sends; some it can't store."},
	{"invalid-port", "Invalid port", hcl.DiagError, "The server takes any port, and fails when it sends."},
	{"invalid-host", "Invalid host", hcl.DiagError, "The server takes any text for a mail server's name, and fails when it sends."},
	{"invalid-email", "Invalid e-mail address", hcl.DiagError, "The server refuses what is no address, as one that is not ASCII."},
	{"no-recipients", "Nobody to send to", hcl.DiagError, "The server takes an e-mail or a group without recipients; sending fails with \"List is empty.\"."},
	{"invalid-encryption", "Invalid encryption", hcl.DiagError, "Any other word than none, ssl and start_tls is taken for none without a word: e-mails go out unencrypted."},
	{"unencrypted-email", "Unencrypted e-mail", hcl.DiagWarning, "With the method none e-mails and the account's password go through the network in clear."},
	{"account-name", "Name without credentials", hcl.DiagWarning, "The keystore has an SMTP account's user and password under its name, and settings can't have blanks, dots and the like in theirs."},
	{"invalid-reference", "Invalid reference", hcl.DiagError, "An e-mail's account or group is none. The server refuses it (404, 406)."},
	{"invalid-dialect", "Unknown dialect", hcl.DiagError, "A cluster is said to be of a generation that alertplan does not know."},
	{"invalid-ignore-changes", "Invalid ignore_changes", hcl.DiagError, "ignore_changes names a field that there is not."},
}

// isPart tells whether the directory is taken for a pack, and needs no workspace.
func (l *loader) isPart() bool {
	switch l.options.Part {
	case AnyPart:
		return true
	case OrPack:
		for _, v := range l.variables {
			if holdsDestination(v.constraint) {
				return true
			}
		}
	}
	return false
}

func (l *loader) decodeWorkspace(blocks root) {
	found := blocks.workspace
	if len(found) == 0 {
		if len(l.config.Files) > 0 && !blocks.misspelt && !l.isPart() {
			l.report("missing-workspace", place{}, "No file in %s says which workspace this is. It owns what is created on the cluster; add a line such as: workspace = \"soc\".", l.dir)
		}
		return
	}
	for _, again := range found[1:] {
		l.twice(again.NameRange, "workspace", "workspace", found[0].Range)
	}
	r := reading{scope: l.scope, block: found[0].Range, attributes: hcl.Attributes{"workspace": found[0]}, results: map[string]result{}}
	l.config.WorkspaceRange = found[0].Expr.Range()
	name, ok := r.plainText("workspace")
	if !ok {
		r.needed("workspace")
		return
	}
	if !address.ValidWorkspace(name) {
		l.report("invalid-workspace", r.at("workspace"), "%q can't be a workspace: it must be 1 to 30 lower-case letters, digits and -.", name)
		return
	}
	l.config.Workspace = name
}
