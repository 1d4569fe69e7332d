package view

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/accept"
	"github.com/alertplan/alertplan/internal/address"
)

// toWriteWords say why something was not written, and what to do.
func toWriteWords(l accept.Left) string {
	defined := ""
	if l.Defined.Filename != "" {
		defined = ", which is declared in " + lineWords(l.Defined)
	}
	switch l.Reason {
	case accept.FromVariable:
		return fmt.Sprintf("It comes from %s%s. Give the variable another value, or write the cluster's value here.", l.Word, defined)
	case accept.FromLocal:
		return fmt.Sprintf("It comes from %s%s: others may use it, too. Change it there, or write the cluster's value here.", l.Word, defined)
	case accept.FromForEach:
		return "The block has for_each: what stands here is for all of its objects, and only this one has drifted. Make the value one of for_each's, such as each.value.NAME."
	case accept.FromDynamic:
		return fmt.Sprintf("It comes from a dynamic block %q. Change what its for_each lists, or its content.", l.Word)
	case accept.FromFile:
		return fmt.Sprintf("It comes from the file %s. Change it there.", l.Word)
	case accept.FromFunction:
		return fmt.Sprintf("%s() makes it. Change what it is made of, or write the cluster's value here.", l.Word)
	case accept.FromExpression:
		return "It is no literal. Change what it is made of, or write the cluster's value here."
	case accept.OfASecret:
		return "It is a secret, or holds one: that is neither shown nor written into a file. Change it where it comes from; `alertplan apply` writes that of the files."
	case accept.NoLiteral:
		return "No literal of the language can say the cluster's value. Change it on the cluster, or `alertplan apply` takes it back."
	case accept.HasComments:
		return "What would have to go holds comments. Change it by hand, and keep what they say."
	default:
		return leftObjectWords(l)
	}
}

// leftObjectWords are for what is no value of an argument.
func leftObjectWords(l accept.Left) string {
	switch l.Reason {
	case accept.Undeclared:
		return fmt.Sprintf("No block declares the channel %s. Name it in an existing block, with its id, and accept once more.", l.Word)
	case accept.NoForm:
		return "The search on the cluster is none that the visual editor makes, so that a graph can't say it. Write the block as an extraction_query, or `alertplan apply` takes the search back."
	case accept.IsLabel:
		return "In a raw body the name is the label, too, by which alerts are kept. Change it there, and `alertplan apply` writes the new label."
	case accept.IsMissing:
		if l.Address.Kind() == address.Existing {
			return "There is no such channel on the cluster. Give its block the right id or name, or take it out."
		}
		return "It is not on the cluster. If it is gone for good, take its block out of the files; else `alertplan apply` makes it."
	case accept.IsCopied:
		return "There are several on the cluster. `alertplan drift` lists them: delete all but one there, and accept once more."
	case accept.NotComparable:
		return "It could not be compared: `alertplan drift` tells why."
	case accept.IsRemoved:
		return "No block declares it any more, or a removed block gives it up. Bring the block back, and accept once more, or let `alertplan apply` delete it."
	case accept.IsRefused:
		return fmt.Sprintf("The configuration would not be valid with it: %s Change it by hand.", printable(l.Word))
	case accept.IsElsewhere:
		return "Its block can't be found in the files."
	default:
		return "The arguments that stand here can't say what the cluster has. Write it in another way, or `alertplan apply` takes it back."
	}
}
