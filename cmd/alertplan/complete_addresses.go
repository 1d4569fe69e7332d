package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema"
)

// offered are the addresses of a configuration that begin as what was typed, and are
// wanted: those of objects, and of packs in which such objects lie.
func (a *app) offered(dir, toComplete string, wanted func(address.Address) bool) []string {
	cfg, _, err := a.loadConfiguration(configurationOptions{dir: dir, part: schema.AnyPart})
	if err != nil {
		return nil
	}
	all := slices.DeleteFunc(addresses(cfg), func(at address.Address) bool { return !wanted(at) })
	for _, p := range cfg.Packs {
		if wanted(p.Address) && slices.ContainsFunc(all, p.Address.Names) {
			all = append(all, p.Address)
		}
	}
	var words []string
	for _, at := range all {
		if word := at.String(); strings.HasPrefix(word, toComplete) {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return words
}

func isAny(address.Address) bool        { return true }
func isObject(at address.Address) bool  { return at.Kind() != address.Pack }
func isMonitor(at address.Address) bool { return at.Kind() == address.Monitor }
func orPack(is func(address.Address) bool) func(address.Address) bool {
	return func(at address.Address) bool { return at.Kind() == address.Pack || is(at) }
}

// completeAddresses completes a flag: an address in the directory that the command line
// names so far.
func (a *app) completeAddresses(wanted func(address.Address) bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
		var o configurationOptions
		o.takeDir(args)
		return a.offered(o.dir, toComplete, wanted), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeMoreAddresses completes addresses behind others, those that are not named yet;
// directories where there are none.
func (a *app) completeMoreAddresses(wanted func(address.Address) bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, named []string, toComplete string) ([]string, cobra.ShellCompDirective) {
		words := a.offered(".", toComplete, func(at address.Address) bool { return wanted(at) && !slices.Contains(named, at.String()) })
		if len(words) == 0 {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

func completeDirectories(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
