package schema

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

func (b *monitorBlock) action(block *hcl.Block, query *queryFacts) monitors.Action {
	a := monitors.Action{Label: block.Labels[0], Name: block.Labels[0]}
	if name, ok := b.publicText("name"); ok && b.notBlank("name", name) {
		a.Name = name
	}
	b.needed("destination", "message")
	a.Destination.Address, a.Destination.ID = b.destinationRef()
	if b.has("subject") {
		if script, ok := b.template("subject", query); ok {
			a.Subject = &script
		}
	}
	a.Message, _ = b.template("message", query)
	a.Throttle = b.throttle()
	a.ThrottleEnabled = a.Throttle != nil
	if a.Throttle != nil {
		b.checkThrottleUse(b.at("throttle"))
	}
	a.Policy = b.policy()
	if b.kind == monitors.BucketLevel && !isUnknown(a.Message.Source) {
		b.checkBucketMessage(source{"message", a.Message.Source, b.at("message")}, a.Policy)
	}
	return a
}

// destinationRef is the address that destination = … refers to; where it is not
// known yet, an id that says so.
func (b *monitorBlock) destinationRef() (address.Address, string) {
	v, ok := b.value("destination")
	if !ok {
		return address.Address{}, ""
	}
	plain, _ := v.Unmark()
	at := b.at("destination")
	switch {
	case !plain.IsKnown():
		return address.Address{}, unknownText(v)
	case plain.Type() == addressType:
		if to := *plain.EncapsulatedValue().(*address.Address); b.canSendTo(to, at) {
			return to, ""
		}
	case plain.Type() == cty.String:
		b.report("invalid-destination", at, "destination must refer to a destination, not be a text: destination.KIND.LABEL without quotes. A channel that is not declared here is named by a block existing \"KIND\" \"LABEL\" { id = … }.")
	case plain.Type().IsObjectType() && allOf(plain, addressType):
		b.report("unknown-instance", at, "This destination has for_each, so one of its instances must be chosen: add [each.key] or a key in quotes.%s", instanceHint(plain))
	default:
		b.report("invalid-destination", at, "destination must refer to a destination: destination.KIND.LABEL or existing.KIND.LABEL.")
	}
	return address.Address{}, ""
}

// canSendTo tells whether an action can name a destination, and warns of one that is
// switched off.
func (b *monitorBlock) canSendTo(to address.Address, at place) bool {
	if !isChannel(to) {
		b.report("invalid-destination", at, "%s", noChannel(to))
		return false
	}
	if b.muted[to] {
		b.report("muted-destination", at, "%s has enabled = false: sending to it fails, and the alert goes into the state ERROR. Enable it, or disable the monitor.", to)
	}
	return true
}

func isChannel(at address.Address) bool { return destinations.Kind(at.Type()).IsChannel() }

// noChannel says that an action can't send to a destination, and to what it can.
func noChannel(at address.Address) string {
	text := fmt.Sprintf("%s is an account that e-mails are sent by; nothing can be sent to it.", at)
	argument := "account = " + at.String()
	if at.Type() == string(destinations.EmailGroup) {
		text = fmt.Sprintf("%s is a group of recipients; an action sends to an e-mail, which has groups.", at)
		argument = "groups = [" + at.String() + "]"
	}
	return text + " Declare a destination \"email\" with " + argument + ", and refer to that."
}

// allOf tells whether all attributes of an object have one type.
func allOf(v cty.Value, want cty.Type) bool {
	for _, t := range v.Type().AttributeTypes() {
		if t != want {
			return false
		}
	}
	return true
}

func instanceHint(v cty.Value) string {
	var keys []string
	for key := range v.AsValueMap() {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keysHint("", keys)
}

// throttle is nil for an action without one.
func (b *monitorBlock) throttle() *monitors.Throttle {
	text, ok := b.publicText("throttle")
	if !ok {
		return nil
	}
	if isUnknown(text) {
		return &monitors.Throttle{Unit: monitors.Unit(text)}
	}
	s, err := parseSpan(text)
	switch {
	case err != nil:
		b.report("invalid-throttle", b.at("throttle"), "%q is no throttle: %s.", text, err)
		return nil
	case s.length() < units['m'].length || s.length() > units['d'].length || s.length()%units['m'].length != 0:
		b.report("invalid-throttle", b.at("throttle"), "The server takes a throttle of 1 minute to 24 hours, in whole minutes; %s is not.", text)
		return nil
	}
	return &monitors.Throttle{Value: int(s.length() / units['m'].length), Unit: monitors.Minutes}
}
