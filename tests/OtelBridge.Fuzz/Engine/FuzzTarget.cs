namespace OtelBridge.Fuzz.Engine;

/// <summary>A decoder or parser that inputs are thrown at.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>Gets the name, also of the folder that keeps its inputs.</summary>
    public abstract string Name { get; }

    /// <summary>Gets what it is, for a list.</summary>
    public abstract string What { get; }

    /// <summary>Gets the longest input in bytes.</summary>
    public virtual int MaxLength => 4096;

    /// <summary>Gets how many inputs the tests try; a fixed number, so that a slow machine tries as many.</summary>
    public virtual int InputsInTests => 800;

    /// <summary>Gets whether an input is grown to see how work and memory grow with it; not where a store remembers what came before.</summary>
    public virtual bool CanGrow => true;

    /// <summary>Gets the words of the language, which mutations put into inputs.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>Gets what mutations start from, beside the kept inputs.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Runs one input.</summary>
    /// <returns>What came of it, in few words: inputs with words of their own are kept.</returns>
    /// <exception cref="FuzzFailureException">It broke what is promised without an exception.</exception>
    public abstract string Run(ReadOnlySpan<byte> input);

    /// <summary>Whether an exception is the documented refusal of an input.</summary>
    public virtual bool IsRefusal(Exception exception) => false;

    /// <summary>How many bytes an input of some length may make the target allocate.</summary>
    public virtual long AllowedBytes(int length) => (16L << 20) + (2000L * length);

    /// <summary>Changes an input as only the target knows how; null where it has no idea.</summary>
    public virtual byte[]? Vary(byte[] input, Random random) => null;

    /// <summary>Forgets what earlier inputs left, e.g. in a store.</summary>
    public virtual void Reset()
    {
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Fails where a promise is not kept.</summary>
    protected static void Promise(bool isKept, string promise)
    {
        if (!isKept)
        {
            throw new FuzzFailureException(promise);
        }
    }
}
