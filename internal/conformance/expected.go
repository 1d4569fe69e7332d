package conformance

import "strings"

// Expected are the rows that the table always has: what has to be evaluated, and
// what else there is on a server and people may ask for.
func Expected() []Feature {
	var out []Feature
	for section, names := range map[string]string{
		Queries: `bool boosting constant_score dis_max exists function_score fuzzy ids match match_all match_bool_prefix match_none match_phrase
			match_phrase_prefix multi_match nested prefix query_string range regexp script simple_query_string term terms terms_set wildcard
			combined_fields common distance_feature intervals more_like_this script_score span_first span_multi span_near span_not span_or span_term wrapper
			geo_bounding_box geo_distance geo_polygon geo_shape has_child has_parent parent_id percolate rank_feature span_containing span_within`,
		Aggregations: `avg avg_bucket bucket_script bucket_selector bucket_sort cardinality composite cumulative_sum date_histogram date_range derivative
			extended_stats filter filters histogram max max_bucket min min_bucket missing multi_terms nested percentiles range stats stats_bucket sum sum_bucket
			terms top_hits value_count
			adjacency_matrix auto_date_histogram diversified_sampler extended_stats_bucket geo_bounds geo_centroid geo_distance geohash_grid geotile_grid global
			ip_range matrix_stats median_absolute_deviation moving_avg moving_fn percentile_ranks percentiles_bucket rare_terms reverse_nested sampler
			scripted_metric serial_diff significant_terms significant_text variable_width_histogram weighted_avg`,
		SearchOptions: `_source aggregations collapse docvalue_fields explain fields from highlight min_score post_filter profile query rescore
			script_fields search_after seq_no_primary_term size sort stored_fields suggest terminate_after timeout track_scores track_total_hits version indices_boost`,
	} {
		for name := range strings.FieldsSeq(names) {
			if name != "query" && name != "aggregations" {
				out = append(out, Feature{section, name})
			}
		}
	}
	return out
}
