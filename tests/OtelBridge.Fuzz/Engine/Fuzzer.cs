using System.Diagnostics;
using System.Text;
using OtelBridge.Fuzz.Mutation;

namespace OtelBridge.Fuzz.Engine;

/// <summary>Throws inputs at one target: mutations of those that are kept, and keeps what reaches something new.</summary>
internal sealed class Fuzzer
{
    private const int MaxPool = 4000;
    private const int MaxShapes = 4000;
    private const int MaxFindings = 50;
    private const int RecentInputs = 30;
    private const double MaxShareOfGrowth = 0.3;

    private readonly FuzzTarget _target;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly Progress _progress;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<byte[]> _pool = []; // bounded by MaxPool
    private readonly HashSet<string> _shapes = new(StringComparer.Ordinal); // bounded by MaxShapes
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal); // bounded by MaxFindings

    private TimeSpan _growing;

    public Fuzzer(FuzzTarget target, int seed, Progress progress)
    {
        _target = target;
        _progress = progress;
        _random = new Random(seed);
        _mutator = new Mutator(_random, [.. target.Words.Select(Encoding.UTF8.GetBytes)], target.MaxLength);
    }

    /// <summary>Gets how many inputs were run.</summary>
    public long Inputs { get; private set; }

    /// <summary>Gets the inputs that reached something new.</summary>
    public IReadOnlyList<byte[]> Pool => _pool;

    /// <summary>Gets what should not have happened, each once.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    /// <summary>Gets or sets whether inputs that are kept are also grown, to see how time and memory grow with them.</summary>
    public bool ChecksGrowth { get; init; }

    /// <summary>Runs the seeds and the kept inputs, from which everything starts.</summary>
    public void Begin(IEnumerable<byte[]> kept)
    {
        foreach (var input in _target.Seeds.Concat(kept))
        {
            Try(input);
            Keep(input);
        }
    }

    /// <summary>Makes an input and runs it.</summary>
    public void Step()
    {
        var (input, other) = (Pick(), Pick());
        var start = _random.Next(3) == 0 ? _target.Vary(input, _random) ?? input : input;
        var changed = _mutator.Mutate(start, other);
        if (Try(changed))
        {
            Keep(changed);
            CheckGrowth(changed);
        }
    }

    /// <summary>Runs one input.</summary>
    /// <returns>Whether it reached something new.</returns>
    public bool Try(byte[] input)
    {
        Inputs++;
        Coverage.Begin();
        _progress.Begin(input);
        var trial = Trial.Of(_target, input);
        _progress.End();
        if (trial.Finding is { } finding)
        {
            Add(finding);
        }

        var isNew = Coverage.TakeNews();
        return (_shapes.Count < MaxShapes && _shapes.Add(trial.Shape)) || isNew;
    }

    private void Keep(byte[] input)
    {
        if (_pool.Count < MaxPool)
        {
            _pool.Add(input);
        }
        else
        {
            _pool[_random.Next(MaxPool)] = input;
        }
    }

    private void Add(Finding finding)
    {
        if (_findings.Count < MaxFindings && !_findings.ContainsKey(finding.Signature))
        {
            _findings[finding.Signature] = finding with { Input = Smaller.Of(_target, finding, _progress) };
        }
    }

    private void CheckGrowth(byte[] input)
    {
        if (!ChecksGrowth || !_target.CanGrow || _growing > _watch.Elapsed * MaxShareOfGrowth)
        {
            return;
        }

        var start = _watch.Elapsed;
        if (Growth.Check(_target, input, _random, _progress) is { } finding)
        {
            Add(finding);
        }

        _growing += _watch.Elapsed - start;
    }

    // The newest more often: behind what was just reached there may be more.
    private byte[] Pick() => _pool.Count == 0 ? []
        : _random.Next(3) == 0 ? _pool[Math.Max(0, _pool.Count - 1 - _random.Next(RecentInputs))]
        : _pool[_random.Next(_pool.Count)];
}
