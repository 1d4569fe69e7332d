package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// message is a problem or warning in words: what is the matter, and the way out.
type message struct {
	summary string
	detail  string
}

// delegateWayOut is what to do about a workflow that has a monitor that should go.
const delegateWayOut = "Take it out of that workflow, or delete the workflow first: one of this workspace that no block declares any more goes with a removed block that names its address."

func importKindMessage(p plan.Problem) message {
	what, block := "a workflow", "workflow"
	if p.Address.Kind() == address.Workflow {
		what, block = "a monitor", "monitor"
	}
	return message{"Import of something else",
		fmt.Sprintf("%s, which the import block of %s names, is %s. Declare it as a block %s %q, and import it there.", objects(p.Objects), p.Address, what, block, p.Address.Label())}
}

func problemMessage(p plan.Problem, workspace string) message {
	at, ids := p.Address.String(), objects(p.Objects)
	word := oneLine(p.Word)
	switch p.Kind {
	case plan.Copies:
		if p.Address.Kind() == address.Workflow {
			return message{"Two live workflows for one address",
				fmt.Sprintf("%s is claimed by %s: a copy carries the ids of its original. Nothing is written to any of them. Delete the copy in the Dashboards, or save it there once without the ids of triggers and actions.", at, ids)}
		}
		return message{"Two live monitors for one address",
			fmt.Sprintf("%s is claimed by %s: a copy carries the ids, even the mark, of its original. Nothing is written to any of them. Delete the copy in the Dashboards, or save it there once without the ids of triggers and actions.", at, ids)}
	case plan.ChannelCopies:
		return message{"Two live channels for one address",
			fmt.Sprintf("%s is claimed by %s. Nothing is written to any of them. Delete the one that is not wanted.", at, ids)}
	case plan.UnmarkedName:
		if p.Address.Kind() == address.Workflow {
			return message{"A workflow of this name is there already",
				fmt.Sprintf("%s would be created, but the cluster holds %s, which has no ids of this block. If it is the same, adopt it: write\n\n  import {\n    to = %s\n    id = %q\n  }\n\nand keep that block, which is all that tells it. If not, give one of the two another name.", at, ids, at, firstID(p.Objects))}
		}
		return message{"A monitor of this name is there already",
			fmt.Sprintf("%s would be created, but the cluster holds %s, which alertplan has not made. If it is the same, adopt it: run with --adopt, or write\n\n  import {\n    to = %s\n    id = %q\n  }\n\nIf not, give one of the two another name.", at, ids, at, firstID(p.Objects))}
	case plan.AmbiguousName:
		return message{"Several monitors of this name are there already",
			fmt.Sprintf("%s could adopt %s. Say which one with an import block:\n\n  import {\n    to = %s\n    id = %q\n  }", at, ids, at, firstID(p.Objects))}
	case plan.Unreadable:
		return message{"Monitor that can't be read",
			fmt.Sprintf("%s is %s on the cluster, in a form that this version of alertplan does not know (%s), so it can't be changed without losing something. Repair it in the Dashboards, or delete it there: the next apply makes it anew.", at, ids, word)}
	case plan.TooDeep:
		return message{"Monitor that is nested too deep",
			fmt.Sprintf("%s is %s on the cluster, and its ui_metadata, which is written back with it, is nested more than %s deep, which alertplan does not send: 2,000 levels can end all saving on a 2.19 node, and 3.5 refuses more than 1,000. Take out what nests there (not alertplan's part) with the program that has put it in, or delete the monitor: the next apply makes it anew.", at, ids, word)}
	case plan.ImportMissing:
		return message{"Monitor to import not found",
			fmt.Sprintf("The cluster has no monitor with the id %q, which the import block of %s names, or this user can't see it.", word, at)}
	case plan.ImportForeign:
		return message{"Monitor of another workspace",
			fmt.Sprintf("%s, which the import block of %s names, belongs to workspace %q. Let that workspace give it up first: replace its block there by\n\n  removed {\n    from = <its address>\n    lifecycle {\n      destroy = false\n    }\n  }\n\nand apply.", ids, at, word)}
	case plan.ImportTaken:
		return message{"Monitor that has an address already",
			fmt.Sprintf("%s, which the import block of %s names, is %s already. To rename it, write a moved block from %s to %s instead.", ids, at, word, word, at)}
	case plan.ImportKind:
		return importKindMessage(p)
	case plan.NoWorkflows:
		return message{"Workflow on a cluster that knows none",
			fmt.Sprintf("%s (%s) can't be made: the cluster knows no workflows, which came with OpenSearch 2.9. Take the block out, or plan for a cluster that is newer.", at, word)}
	case plan.DelegateMissing:
		return message{"Delegate not found",
			fmt.Sprintf("%s has the delegate %q, but the cluster has no monitor with this id, or this user can't see it. A monitor of this configuration is named by its address: monitor.LABEL.", at, word)}
	case plan.DelegateInUse:
		return message{"Monitor that is a delegate",
			fmt.Sprintf("%s would be deleted, but its monitor %s is a delegate of %s, which this plan does not take it out of; the cluster refuses to delete a delegate. %s", at, word, ids, delegateWayOut)}
	case plan.NoSuchFeature:
		return message{"More than the cluster has",
			fmt.Sprintf("%s (%s) can't be kept: the cluster is %s, and %s came with %s. Take that out, or plan for a cluster that has it.", at, word, oneLine(p.Cluster), p.Feature, p.First)}
	case plan.NoSuchKind:
		return message{"Destination of a kind that the cluster has not",
			fmt.Sprintf("%s (%s) can't be made: the cluster is %s, and %s came with %s. Take the block out, send by another kind, or plan for a cluster that has it.", at, word, oneLine(p.Cluster), p.Address.Type(), p.First)}
	case plan.ExistingMissing:
		return message{"Existing channel not found",
			fmt.Sprintf("%s names the channel %q, but the cluster has none, or this user can't see it.", at, word)}
	case plan.ExistingAmbiguous:
		return message{"Several existing channels of one name",
			fmt.Sprintf("%s names %q, and that is the name of %s. Write id instead of name.", at, word, ids)}
	case plan.ExistingKind:
		return message{"Existing channel of another kind",
			fmt.Sprintf("%s is %s, a channel of kind %s. Write existing %q %q.", at, ids, word, word, p.Address.Label())}
	case plan.ChannelInUse:
		if kind := destinations.Kind(p.Address.Type()); !kind.IsChannel() {
			return partInUse(p, kind)
		}
		return message{"Channel in use",
			fmt.Sprintf("%s would be deleted, but %s, which this plan does not change, still sends to its channel %s; the server would delete it all the same, and their messages would go nowhere. Let them send elsewhere first, or keep the destination.", at, ids, word)}
	case plan.PreventDestroy:
		why := ""
		if word != "" {
			why = fmt.Sprintf(", as for_each has the key %q no longer", word)
		}
		return message{"Object that must not be destroyed",
			fmt.Sprintf("%s (%s) would be deleted%s, but its block says prevent_destroy. Take that out of its lifecycle block if it may go.", at, ids, why)}
	case plan.ForgetChannel:
		return message{"Channel that can't be forgotten",
			fmt.Sprintf("The removed block of %s says destroy = false, but the id of its channel %s says for good that workspace %s owns it. Let it be destroyed, or keep the block.", at, ids, workspace)}
	case plan.UnknownTarget:
		return message{"Unknown target",
			fmt.Sprintf("%s is neither in the configuration nor on the cluster. `alertplan list` shows the addresses that are declared.", at)}
	case plan.TooManyDeletes:
		return deletesMessage(*p.Deletes, workspace)
	case plan.TooManyMonitors:
		return tooManyMonitorsMessage(*p.Monitors)
	default:
		return message{"Problem", fmt.Sprintf("%s: %s %s %s", p.Kind, at, ids, word)}
	}
}

// partInUse is for an account or a group that e-mails use.
func partInUse(p plan.Problem, kind destinations.Kind) message {
	what, ends := "Account", "could no longer be sent, nor be edited"
	if !kind.IsAccount() {
		what, ends = "Group", "would reach its people no longer, and could not be edited"
	}
	return message{what + " in use",
		fmt.Sprintf("%s would be deleted, but %s, which this plan does not change, still %s it (%s). The server would delete it all the same, and the %s %s. Change %s first, or keep the destination.",
			p.Address, objects(p.Objects), pick(len(p.Objects), "needs", "need"), oneLine(p.Word), pick(len(p.Objects), "e-mail", "e-mails"), ends, pick(len(p.Objects), "that e-mail", "those e-mails"))}
}

func warningMessage(w plan.Warning) message {
	at := w.Address.String()
	switch w.Kind {
	case plan.OrphanedAlerts:
		return message{fmt.Sprintf("%s will lose %s", plural(w.Count, "open alert"), pick(w.Count, "its trigger", "their trigger")),
			fmt.Sprintf("This change takes away what the open alerts of %s belong to. The server moves ten of them at most to its history, and not dependably: the rest stay ACTIVE for good, and can't be acknowledged any more. Complete or acknowledge them first.", at)}
	case plan.WorkflowLeft:
		return message{"A workflow is left alone",
			fmt.Sprintf("%s is %s only by its import block: no id in it is one that this workspace gave. Delete it in the Dashboards if it should go.", object(plan.Object{ID: w.Object.ID, Name: w.Object.Name}), at)}
	case plan.WorkflowUnnamed:
		return message{"A workflow of this workspace is left alone",
			fmt.Sprintf("%s has ids that this workspace gave it, and no block names it. A workflow has no mark, and what no block names is not deleted. If it should go, write\n\n  removed {\n    from = workflow.<its label>\n  }\n\nor delete it in the Dashboards. If it has another label now, write a moved block, and keep it.", object(plan.Object{ID: w.Object.ID, Name: w.Object.Name}))}
	case plan.MarkGone:
		if at != "" {
			at = " for " + at
		}
		return message{"A monitor was edited by another hand, and is left alone",
			fmt.Sprintf("%s has ids that this workspace gave it%s, but no longer its mark, and no block declares it. Without the mark nothing is deleted: delete it in the Dashboards if it should go, or keep a removed block with destroy = false in its lifecycle.", object(plan.Object{ID: w.Object.ID, Name: w.Object.Name}), at)}
	case plan.NotCompared:
		return message{"Not everything could be compared",
			fmt.Sprintf("%s depends on %s, which %s no value in this run: that part was left out of the comparison.", at, and(w.Unknown), pick(len(w.Unknown), "has", "have"))}
	case plan.ComparedWithMark:
		return message{"Not everything could be compared with the files",
			fmt.Sprintf("%s depends on %s, which %s no value in this run: that part was compared with what was applied.", at, and(w.Unknown), pick(len(w.Unknown), "has", "have"))}
	case plan.ForeignSearch:
		return message{"A search has in it what alertplan does not know",
			fmt.Sprintf("%s has the %s: how a cluster writes that can't be told, so that a part of the difference may be no more than that. Once applied, only what changes is shown.", at, and(w.Names))}
	case plan.ChannelsUnread:
		return message{"The channels can't be read",
			fmt.Sprintf("The user lacks %s. %s.", and(w.Permissions), whatChannelsUnread(w))}
	case plan.AlertsUnread:
		return message{"The alerts can't be read",
			fmt.Sprintf("The user lacks %s. This plan takes away triggers or monitors, and whether alerts of theirs are open is not known.", and(w.Permissions))}
	case plan.CredentialsByName:
		oldUser, oldPassword := w.Keystore.Keys(oneLine(w.Object.Name))
		user, password := w.Keystore.Keys(oneLine(w.Word))
		return message{"An account will lose its user and password",
			fmt.Sprintf("%s gets another name, and each node's keystore has the account's user and password under the name: %s and %s. Add %s and %s to the keystores first, and reload them (POST _nodes/reload_secure_settings); or keep the name. An account without user and password is not concerned.", at, oldUser, oldPassword, user, password)}
	case plan.UnknownChannel:
		return message{"An action sends to a channel that is not there",
			fmt.Sprintf("The body of %s names %s as destination_id, and the cluster has no such channel, or hides it: the server takes any id, and sending fails. Beside body write what it stands for: destinations = { %s = destination.KIND.LABEL }.", at, and(quotedAll(w.Names)), quoted(w.Names[0]))}
	case plan.MayBeHidden:
		return message{"It can't be told whether this workspace is on the cluster",
			mayBeHidden(w.Count)}
	case plan.CompileRate:
		return compileRateMessage(*w.Crowding)
	case plan.ManyMonitors:
		return manyMonitorsMessage(*w.Monitors)
	case plan.MuteGoes:
		return muteGoesMessage(w)
	default:
		return message{string(w.Kind), at}
	}
}

// whatChannelsUnread is what can't be told without the channels.
func whatChannelsUnread(w plan.Warning) string {
	if w.Destroy {
		return "Whether the workspace has any, and which others' monitors use, is not known"
	}
	what := "Of the channels nothing is known"
	if w.Count > 0 {
		what = fmt.Sprintf("Whether %s there and as declared is not known", pick(w.Count, "the destination is", fmt.Sprintf("the %d destinations are", w.Count)))
	}
	return what + "; the monitors are compared as if they sent to the right ones"
}

func mayBeHidden(creates int) string {
	effect := "Then there are monitors that are not shown here: they would stay, even where what they send to goes."
	if creates > 0 {
		effect = fmt.Sprintf("Then %s would make %s.", pick(creates, "the creation", fmt.Sprintf("the %d creations", creates)), pick(creates, "a double", "doubles"))
	}
	return "The cluster shows no monitor of it to this user. There may be none; or they are hidden: with plugins.alerting.filter_by_backend_roles a user sees only what somebody saved who shares a backend role with him. " +
		effect + " To be sure, plan as a user with the role all_access, or as one who shares a backend role with whoever applied it; or let this user read the setting (cluster:monitor/state)."
}

func pick(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func object(o plan.Object) string {
	return fmt.Sprintf("%q (id %s)", oneLine(o.Name), oneLine(o.ID))
}

func objects(list []plan.Object) string {
	words := make([]string, len(list))
	for i, o := range list {
		words[i] = object(o)
	}
	return and(words)
}

func quotedAll(words []string) []string {
	var out []string
	for _, word := range words {
		out = append(out, quoted(word))
	}
	return out
}

// and writes words as "a, b and c".
func and(words []string) string {
	switch len(words) {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
	}
}

func firstID(list []plan.Object) string {
	if len(list) == 0 {
		return "…"
	}
	return oneLine(list[0].ID)
}
