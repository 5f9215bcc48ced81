namespace OtelBridge.Web.Charts;

/// <summary>Where everything of a chart stands: percents across, so that it fits any width with text of one size, and pixels down.</summary>
internal sealed class ChartPlot
{
    private const double BarShare = 0.84; // of a bucket's width; the rest is the gap
    private const int ManyBuckets = 150; // from here on gaps are thinner than what a screen can show
    private const double LeastHeight = 2; // of a bar: one failure among thousands must be seen
    private const int MostPoints = 60; // points beside each other that are still points

    private readonly IReadOnlyList<ChartBucket> _buckets;
    private readonly IReadOnlyList<ChartSeries> _series;
    private readonly ChartForm _form;
    private readonly ChartUnit _unit;
    private readonly int _height;

    public ChartPlot(IReadOnlyList<ChartBucket> buckets, IReadOnlyList<ChartSeries> series, ChartForm form, ChartUnit unit, int height)
    {
        _buckets = buckets;
        _series = series;
        _form = form;
        _unit = unit;
        _height = height;
        var largest = Largest();
        IsBlank = largest == 0 && !(form == ChartForm.Lines && series.Any(static series => series.Values.Any(static value => value is not null)));
        Axis = ValueAxis.For(largest, unit, height);
        ValueTicks = IsBlank ? [new ChartTick(ChartText.Number(height), "0")] : [.. Axis.Ticks.Select(value => new ChartTick(ChartText.Number(Y(value)), ChartText.Tick(value, unit)))];
        TimeTicks = Times();
        Marks = [.. buckets.Select((bucket, i) => Mark(bucket, i, bucket.Link, _series.Count, AllOf(i)))];
        Rows = [.. series.Select(Row).Where(static row => row.Count > 0)];
        Lines = form == ChartForm.Lines ? [.. series.Select(static (series, i) => (i, series)).SelectMany(item => PathsOf(item.i, item.series.Values))] : [];
    }

    /// <summary>Gets whether there is nothing to draw.</summary>
    public bool IsBlank { get; }

    public ValueAxis Axis { get; }

    public IReadOnlyList<ChartTick> ValueTicks { get; }

    public IReadOnlyList<ChartTick> TimeTicks { get; }

    /// <summary>Gets a mark for each bucket.</summary>
    public IReadOnlyList<ChartMark> Marks { get; }

    /// <summary>Gets the marks of series whose parts lead to places of their own.</summary>
    public IReadOnlyList<IReadOnlyList<ChartMark>> Rows { get; }

    /// <summary>Gets the pieces of the lines, each without a gap, in a picture that is as wide as there are buckets.</summary>
    public IReadOnlyList<(int Series, string Points)> Lines { get; }

    /// <summary>What a bucket shows, in words.</summary>
    public string Describe(int bucket)
    {
        var values = _series.Where(series => series.Values[bucket] is not null).Select(series => $"{series.Name} {ChartText.Value(series.Values[bucket], _unit)}");
        var note = _buckets[bucket].Note;
        return $"{ChartText.Span(_buckets[bucket].FromUnixNano, _buckets[bucket].ToUnixNano)}: {string.Join(", ", note.Length > 0 ? values.Append(note) : values)}";
    }

    private double Largest()
    {
        var largest = 0d;
        for (var i = 0; i < _buckets.Count; i++)
        {
            var values = _series.Select(series => Known(series.Values[i]));
            largest = Math.Max(largest, _form == ChartForm.Bars ? values.Sum() : values.DefaultIfEmpty().Max());
        }

        return largest;
    }

    private List<ChartTick> Times()
    {
        if (_buckets.Count == 0)
        {
            return [];
        }

        var (from, to) = (_buckets[0].FromUnixNano, _buckets[^1].ToUnixNano);
        var (ticks, step) = TimeAxis.For(from, to);
        return [.. ticks.Select((tick, i) => new ChartTick(ChartText.Percent((tick - (double)from) / (to - (double)from)), ChartText.TimeTick(tick, step), i % 2 == 1, tick))];
    }

    // All of a bucket when the number of the series is that of none.
    private ChartMark Mark(ChartBucket bucket, int i, string link, int series, IReadOnlyList<ChartBlock> blocks)
    {
        var name = series == _series.Count
            ? Describe(i)
            : $"{ChartText.Span(bucket.FromUnixNano, bucket.ToUnixNano)}: {_series[series].Name} {ChartText.Value(_series[series].Values[i], _unit)}";
        var count = (double)_buckets.Count;
        return new ChartMark(i, ChartText.Percent(i / count), ChartText.Percent(1 / count), ChartText.Percent((i + 0.5) / count), link, name, blocks);
    }

    private List<ChartMark> Row(ChartSeries series, int index) => series.Links is not { } links ? [] :
    [
        .. Enumerable.Range(0, _buckets.Count)
            .Where(i => links[i].Length > 0)
            .Select(i => Mark(_buckets[i], i, links[i], index, [.. BlocksOf(i).Where(block => block.Series == index)])),
    ];

    // What has a link of its own is drawn by its own row, above the rest.
    private List<ChartBlock> AllOf(int bucket) => [.. BlocksOf(bucket).Where(block => _series[block.Series].Links is not { } links || links[bucket].Length == 0)];

    private IEnumerable<ChartBlock> BlocksOf(int bucket) => _form == ChartForm.Bars ? Stack(bucket) : Points(bucket);

    private IEnumerable<ChartBlock> Stack(int bucket)
    {
        var share = _buckets.Count >= ManyBuckets ? 1 : BarShare;
        var x = ChartText.Percent((bucket + ((1 - share) / 2)) / _buckets.Count);
        var width = ChartText.Percent(share / _buckets.Count);
        var bottom = (double)_height;
        for (var i = 0; i < _series.Count; i++)
        {
            if (Known(_series[i].Values[bucket]) is > 0 and var value)
            {
                var height = Math.Min(bottom, Math.Max(LeastHeight, _height - Y(value)));
                bottom -= height;
                yield return new ChartBlock(i, x, ChartText.Number(bottom), width, ChartText.Number(height));
            }
        }
    }

    // A value without neighbours makes no line; without its point it would not be seen.
    private IEnumerable<ChartBlock> Points(int bucket)
    {
        for (var i = 0; i < _series.Count; i++)
        {
            var values = _series[i].Values;
            var isAlone = (bucket == 0 || values[bucket - 1] is null) && (bucket == values.Count - 1 || values[bucket + 1] is null);
            if (values[bucket] is { } value && (isAlone || values.Count <= MostPoints))
            {
                yield return new ChartBlock(i, ChartText.Percent((bucket + 0.5) / _buckets.Count), ChartText.Number(Y(value)));
            }
        }
    }

    private IEnumerable<(int Series, string Points)> PathsOf(int series, IReadOnlyList<double?> values)
    {
        var points = new List<string>();
        for (var i = 0; i <= values.Count; i++)
        {
            if (i < values.Count && values[i] is { } value)
            {
                points.Add($"{ChartText.Number(i + 0.5)},{ChartText.Number(Y(value))}");
            }
            else
            {
                if (points.Count > 1)
                {
                    yield return (series, string.Join(' ', points));
                }

                points.Clear();
            }
        }
    }

    private double Y(double value) => _height - (Math.Clamp(Known(value) / Axis.Top, 0, 1) * _height);

    private static double Known(double? value) => value is { } known && double.IsFinite(known) && known > 0 ? known : 0;
}
