using System.Runtime.InteropServices;
using System.Text;

namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>Texts as C takes them: pointers to UTF-8 that ends with NUL, and how long each is.</summary>
internal sealed unsafe class TextArray : IDisposable
{
    public TextArray(IReadOnlyList<string> texts)
    {
        Count = texts.Count;
        Texts = (byte**)NativeMemory.AllocZeroed((nuint)Count + 1, (nuint)sizeof(byte*));
        Lengths = (nuint*)NativeMemory.AllocZeroed((nuint)Count + 1, (nuint)sizeof(nuint));
        for (var i = 0; i < Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[i]);
            Texts[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            Lengths[i] = (nuint)bytes.Length;
            bytes.CopyTo(new Span<byte>(Texts[i], bytes.Length));
        }
    }

    public int Count { get; }

    public byte** Texts { get; }

    public nuint* Lengths { get; }

    public void Dispose()
    {
        for (var i = 0; i < Count; i++)
        {
            NativeMemory.Free(Texts[i]);
        }

        NativeMemory.Free(Texts);
        NativeMemory.Free(Lengths);
    }
}
