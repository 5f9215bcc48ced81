namespace OtelBridge.Store.Doctor;

/// <summary>Counts what is wrong and keeps the first few, for people to look at.</summary>
internal sealed class Examples
{
    private const int Kept = 3;

    private readonly List<string> _first = []; // bounded by Kept

    public long Count { get; private set; }

    public void Add(string example)
    {
        Count++;
        if (_first.Count < Kept)
        {
            _first.Add(example);
        }
    }

    public override string ToString() => string.Join(", ", _first) + (Count > _first.Count ? ", …" : "");
}
