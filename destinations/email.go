package destinations

import "github.com/alertplan/alertplan/internal/address"

// Ref names another destination: by its address where the configuration, or the
// workspace, has one for it, and by the id that it has, or will have, on the
// cluster. ID is "" as long as only the server can tell it.
type Ref struct {
	Address address.Address
	ID      string
}

// Same tells whether two references name one destination: by ids where both have
// one, else by addresses.
func (r Ref) Same(other Ref) bool {
	if r.ID != "" && other.ID != "" || r.Address.IsZero() {
		return r.ID == other.ID
	}
	return r.Address == other.Address
}

// String is the address, or else the id.
func (r Ref) String() string {
	if r.Address.IsZero() {
		return r.ID
	}
	return r.Address.String()
}

// EmailSettings say by which account an e-mail goes out, and to whom: to
// recipients, and to those of groups. The order of either means nothing.
type EmailSettings struct {
	Account    Ref
	Recipients []string
	Groups     []Ref
}

// SMTPSettings say by which server e-mails go out. User and password are none of
// them: the cluster keeps them in its keystore, under the account's name.
type SMTPSettings struct {
	Host   string
	Port   string // digits
	Method string // one of Encryptions
	From   string // the sender's address
}

// The ways in which an SMTP account encrypts, in the words of configurations and
// of OpenSearch 2.0 and later. Any other word is taken for none there, without
// one (observed on 2.19.4 and 3.5.0: channels/smtp_methods).
const (
	NoEncryption = "none"
	SSL          = "ssl"
	StartTLS     = "start_tls"
)

// Encryptions lists the ways in which an SMTP account encrypts.
func Encryptions() []string { return []string{NoEncryption, SSL, StartTLS} }

// SESSettings say by which region of Amazon SES e-mails go out.
type SESSettings struct {
	Region  string
	RoleARN string // "" on clusters that have their own credentials
	From    string // the sender's address
}

// EmailGroupSettings list whom a group of e-mail reaches; the order means nothing.
type EmailGroupSettings struct {
	Recipients []string
}

func (*EmailSettings) isSettings()      {}
func (*SMTPSettings) isSettings()       {}
func (*SESSettings) isSettings()        {}
func (*EmailGroupSettings) isSettings() {}

// Refs lists the destinations that this one needs: the account of an e-mail, and
// its groups.
func (d Destination) Refs() []Ref {
	e, ok := d.Settings.(*EmailSettings)
	if !ok {
		return nil
	}
	return append([]Ref{e.Account}, e.Groups...)
}

// WithRefs is the destination with each of its references replaced by what
// replace makes of it.
func (d Destination) WithRefs(replace func(Ref) Ref) Destination {
	e, ok := d.Settings.(*EmailSettings)
	if !ok {
		return d
	}
	replaced := EmailSettings{Account: replace(e.Account), Recipients: e.Recipients}
	for _, g := range e.Groups {
		replaced.Groups = append(replaced.Groups, replace(g))
	}
	d.Settings = &replaced
	return d.Canonical()
}
