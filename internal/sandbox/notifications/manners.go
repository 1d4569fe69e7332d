package notifications

import "github.com/alertplan/alertplan/internal/sandbox/dialect"

// manners are the differences between the versions that show here. The zero
// value is 2.19.
type manners struct {
	// listsAtOnce: a list shows a write at once. Otherwise it shows it with the
	// index's next refresh.
	listsAtOnce bool
	// wrapped: the index's refusals come as causes of an error of the storage
	// layer, and some 400s become 500s.
	wrapped bool
	// vendorURLs: Slack's and Chime's URLs have to be the vendors'.
	vendorURLs bool
	// mattermost: this kind exists.
	mattermost bool
	// reasonPhrase: of a receiver's refusal the status line is told, not the body,
	// and an address that refuses is told as a URL.
	reasonPhrase bool
}

// mannersOf reads a dialect. All of 3.5's differences came with one rebuilding
// of the plugin, so no dialect has one of them without the others.
func mannersOf(d dialect.Dialect) manners {
	rebuilt := d.ChannelListAtOnce
	return manners{
		listsAtOnce: rebuilt, wrapped: rebuilt, vendorURLs: rebuilt, mattermost: rebuilt, reasonPhrase: rebuilt,
	}
}

// kind is the kind of a name; capitals count.
func (m manners) kind(name string) Kind {
	switch k := Kind(name); k {
	case Slack, Chime, Teams, Webhook, SNS, Email, EmailGroup, SMTP, SES:
		return k
	case Mattermost:
		if m.mattermost {
			return k
		}
	}
	return None
}
