package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/view"
)

type templateOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	template      indextemplate.Options
	generation    string
	others        string
	as            string
	priority      int
	shards        int
	replicas      int
	compare       bool
}

func newTemplateCommand(a *app) *cobra.Command {
	o := &templateOptions{}
	c := &cobra.Command{
		Use:   "template KIND [DIR]",
		Short: "Print the index template under which no CloudTrail event is lost",
		Long: `Print an index template for the indices that CloudTrail's events come into. Without
one, a day's events run into the limit of 1,000 fields and into conflicts of types,
and the cluster rejects those that alerts look for. KIND is how the events come:

  cwl         a subscription of CloudWatch Logs, to cwl-YYYY.MM.DD
  cloudtrail  a pipeline of Logstash, to cloudtrail-YYYY-MM-DD

The template names the fields that CloudTrail has, as default mapping makes them,
and looks into none of those that differ from call to call: requestParameters and
the like stay in the documents, for conditions and messages, and can't be searched.
It is JSON in the form that --for takes, by default OpenSearch 1 to 3, and
Elasticsearch from 7.8 on. It is for you to put it on the cluster; --as curl prints
the command.

--compare prints no template but what on the cluster differs from it: what the next
index will be made of (a composable template with its components, or legacy ones),
and the newest index that there is. A difference is what loses events or breaks
alerts, with its consequence and the way out. Nothing is written. DIR is the
configuration whose cluster block is used.
` + connectionHelp + `

Exit status: 0 done, with --compare: no difference; 1 failed; 2 with --compare: a
difference.`,
		Example: `  alertplan template cwl
  alertplan template cwl | curl -sS -H 'Content-Type: application/json' \
    -XPUT "$ALERTPLAN_URL/_index_template/alertplan-cwl" --data-binary @-
  alertplan template cloudtrail --shards 1 --replicas 1 --as curl
  alertplan template cwl --for es-6.8 --type CloudTrail/DefaultLogGroup --as console
  alertplan template cwl --compare --cluster prod alerts`,
		Args:              templateArguments,
		ValidArgsFunction: completeTemplate,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args[1:])
			if err := o.read(c, args[0]); err != nil {
				return err
			}
			return runTemplate(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.addFlags(c)
	return c
}

func (o *templateOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.generation, "for", "", "print it for clusters of a `GENERATION`: opensearch-VERSION, opendistro-VERSION\nor es-VERSION, such as opensearch-3, opendistro-1.13, es-6.8")
	f.StringVar(&o.as, "as", "body", "`HOW` to print it: body, curl (the command that puts it) or console (for Dev Tools)")
	f.StringVar(&o.template.Name, "name", "", "`NAME` of the template (default alertplan-KIND)")
	f.StringArrayVar(&o.template.Patterns, "pattern", nil, "`PATTERN` of the names of indices; may be repeated (default KIND-*)")
	f.IntVar(&o.priority, "priority", indextemplate.DefaultPriority, "`N`: templates with a lower priority lose; the order of a legacy template")
	f.IntVar(&o.shards, "shards", 0, "`N` shards of each index (default: the cluster's)")
	f.IntVar(&o.replicas, "replicas", 0, "`N` replicas of each shard (default: the cluster's)")
	f.StringVar(&o.others, "others", string(indextemplate.Index), "what becomes of fields that it doesn't name, those of other log groups:\n`HOW` is index, or keep: no fields are made of them, and none can use up the limit")
	f.StringVar(&o.template.Type, "type", "", "`TYPE` of the documents, where what writes them says one (below OpenSearch 2)")
	f.BoolVar(&o.compare, "compare", false, "tell how the cluster's templates and newest index differ")
	o.format.addFlags(c)
	complete := func(flag string, words ...string) {
		c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	complete("for", generation.TemplateNames...)
	complete("as", "body", "curl", "console")
	complete("others", string(indextemplate.Index), string(indextemplate.Keep))
}

func templateArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("`%s` takes how the events come, cwl or cloudtrail\nSee `%s --help`", c.CommandPath(), c.CommandPath())
	}
	if !slices.Contains(indextemplate.Kinds, indextemplate.Kind(args[0])) {
		return fmt.Errorf("there is no template %q: there are cwl, for a subscription of CloudWatch Logs, and cloudtrail, for Logstash.%s", args[0], nearest(args[0], templateKinds()))
	}
	return atMost(2, "how the events come and a directory")(c, args)
}

func templateKinds() []string {
	var names []string
	for _, k := range indextemplate.Kinds {
		names = append(names, string(k))
	}
	return names
}

func completeTemplate(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeDirectories(c, args, toComplete)
	}
	return templateKinds(), cobra.ShellCompDirectiveNoFileComp
}

// read takes what the flags say; their zero values and no values are not the same.
func (o *templateOptions) read(c *cobra.Command, kind string) error {
	t := &o.template
	t.Kind, t.Others = indextemplate.Kind(kind), indextemplate.Others(o.others)
	for _, n := range []struct {
		flag  string
		value int
		least int
		to    **int
	}{{"priority", o.priority, 0, &t.Priority}, {"shards", o.shards, 1, &t.Shards}, {"replicas", o.replicas, 0, &t.Replicas}} {
		if !c.Flags().Changed(n.flag) {
			continue
		}
		if n.value < n.least {
			return fmt.Errorf("--%s takes a number from %d on, not %d", n.flag, n.least, n.value)
		}
		*n.to = &n.value
	}
	if t.Others != indextemplate.Index && t.Others != indextemplate.Keep {
		return fmt.Errorf("--others takes index or keep, not %q", o.others)
	}
	if !slices.Contains([]string{"body", "curl", "console"}, o.as) {
		return fmt.Errorf("--as takes body, curl or console, not %q", o.as)
	}
	if slices.ContainsFunc(t.Patterns, func(p string) bool { return strings.TrimSpace(p) == "" || strings.ContainsAny(p, ", ") }) {
		return fmt.Errorf("--pattern takes one pattern, such as %s-*; it may be repeated", kind)
	}
	return nil
}

func runTemplate(ctx context.Context, a *app, o *templateOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	if o.generation != "" {
		if o.template.For, err = generation.TemplatesNamed(o.generation); err != nil {
			return fmt.Errorf("--for: %w", err)
		}
	}
	if o.compare {
		return a.compareTemplate(ctx, o, asJSON)
	}
	if o.template.For.Name == "" {
		o.template.For.Name = "the cluster"
		o.template.For.Types = o.template.Type != ""
	}
	t, err := o.template.WithDefaults()
	if err != nil {
		return err
	}
	return view.Template(a.out, t, o.as)
}
