package doctor

// Kinds are all that may be found.
func Kinds() []Kind {
	return []Kind{
		Arrived, NotReached, Slow,
		NoTLS, Trusted, NotTrusted, Expires, Unchecked,
		KnownAs, NobodyAsked, LoginRefused,
		IsVersion, VersionUntold, NodeVersions, ClusterHealth,
		HasPlugins, NoAlerting, NoNotifications, PluginMissing, PluginVersions,
		ClockAgrees, ClockDiffers,
		NotTold,
	}
}
