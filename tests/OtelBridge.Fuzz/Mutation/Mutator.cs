using System.Buffers.Binary;
using System.Text;

namespace OtelBridge.Fuzz.Mutation;

/// <summary>Makes inputs of inputs.</summary>
/// <param name="random">Decides everything, so that one seed makes the same inputs.</param>
/// <param name="words">Words of the language.</param>
/// <param name="maxLength">The longest input in bytes.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int maxLength)
{
    private const int MaxAtOnce = 6;
    private const int MaxPiece = 64;
    private const int MaxRepeats = 300;

    // More often: those that keep what parsers look at whole.
    private static readonly Func<Mutator, byte[], byte[], byte[]>[] Ways =
    [
        static (m, a, _) => m.FlipBit(a),
        static (m, a, _) => m.SetByte(a),
        static (m, a, _) => m.SetNumber(a),
        static (m, a, _) => m.Remove(a),
        static (m, a, _) => m.Remove(a),
        static (m, a, _) => m.Cut(a),
        static (m, a, _) => m.Insert(a, m.Piece(a)),
        static (m, a, _) => m.Insert(a, m.Repeated(m.Piece(a))),
        static (m, a, b) => m.Insert(a, m.Piece(b)),
        static (m, a, b) => m.Overwrite(a, m.Piece(b)),
        static (m, a, b) => m.Splice(a, b),
        static (m, a, _) => m.Insert(a, m.RandomBytes()),
        static (m, a, _) => m.Insert(a, m.Varint()),
        static (m, a, _) => m.Insert(a, m.Word()),
        static (m, a, _) => m.Insert(a, m.Word()),
        static (m, a, _) => m.Insert(a, m.Repeated(m.Word())),
        static (m, a, _) => m.Overwrite(a, m.Word()),
        static (m, a, _) => m.ReplaceDigits(a),
        static (m, a, _) => m.ReplaceDigits(a),
        static (m, a, _) => m.ReplaceToken(a),
        static (m, a, _) => m.ReplaceToken(a),
        static (m, a, _) => ProtobufMutation.Change(a, m.Choose),
        static (m, a, _) => ProtobufMutation.Change(a, m.Choose),
        static (m, a, _) => JsonMutation.Change(a, m.Choose, m.WordText),
        static (m, a, _) => JsonMutation.Change(a, m.Choose, m.WordText),
    ];

    /// <summary>Changes an input in one or some ways.</summary>
    /// <param name="input">The input; it is not changed itself.</param>
    /// <param name="other">Another one to take pieces of.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var changed = input;
        for (var left = 1 + random.Next(MaxAtOnce); left > 0; left--)
        {
            changed = Ways[random.Next(Ways.Length)](this, changed, other);
        }

        return changed.Length <= maxLength ? changed : changed[..maxLength];
    }

    private int Choose(int count) => random.Next(count);

    private byte[] FlipBit(byte[] input)
    {
        var changed = input.ToArray();
        if (changed.Length > 0)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private byte[] SetByte(byte[] input)
    {
        var changed = input.ToArray();
        if (changed.Length > 0)
        {
            changed[random.Next(changed.Length)] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)random.Next(32, 127), _ => (byte)(random.Next(2) * 255) };
        }

        return changed;
    }

    private byte[] SetNumber(byte[] input)
    {
        Span<byte> number = stackalloc byte[8];
        var value = Numbers.Whole[random.Next(Numbers.Whole.Count)];
        var isBig = random.Next(2) == 0;
        if (isBig)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
        }

        var size = 1 << random.Next(4);
        return Overwrite(input, (isBig ? number[^size..] : number[..size]).ToArray());
    }

    private byte[] Remove(byte[] input)
    {
        var (start, length) = Range(input);
        return [.. input.AsSpan(0, start), .. input.AsSpan(start + length)];
    }

    private byte[] Cut(byte[] input) => input[..random.Next(input.Length + 1)];

    private byte[] Insert(byte[] input, byte[] piece)
    {
        var at = random.Next(input.Length + 1);
        return [.. input.AsSpan(0, at), .. piece, .. input.AsSpan(at)];
    }

    private byte[] Overwrite(byte[] input, byte[] piece)
    {
        var at = random.Next(input.Length + 1);
        return [.. input.AsSpan(0, at), .. piece, .. input.AsSpan(Math.Min(input.Length, at + piece.Length))];
    }

    private byte[] Splice(byte[] input, byte[] other) => [.. input.AsSpan(0, random.Next(input.Length + 1)), .. other.AsSpan(random.Next(other.Length + 1))];

    private byte[] Piece(byte[] input)
    {
        var (start, length) = Range(input);
        return input.AsSpan(start, length).ToArray();
    }

    private byte[] Repeated(byte[] piece)
    {
        var times = 1 + random.Next(random.Next(4) == 0 ? MaxRepeats : 4);
        var repeated = new byte[Math.Min(piece.Length * times, maxLength)];
        for (var i = 0; i < repeated.Length; i++)
        {
            repeated[i] = piece[i % piece.Length]; // never reached where the piece is empty
        }

        return repeated;
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[1 + random.Next(8)];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Varint()
    {
        var value = (ulong)Numbers.Whole[random.Next(Numbers.Whole.Count)];
        var bytes = new List<byte>(); // at most ten
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private byte[] Word() => words.Count > 0 ? words[random.Next(words.Count)] : RandomBytes();

    private string WordText() => Encoding.UTF8.GetString(Word());

    // A run of digits becomes a number that hurts.
    private byte[] ReplaceDigits(byte[] input) => Replace(input, static b => b is >= (byte)'0' and <= (byte)'9', Encoding.UTF8.GetBytes(Numbers.Texts[random.Next(Numbers.Texts.Count)]));

    // A run of letters becomes a word.
    private byte[] ReplaceToken(byte[] input) => Replace(input, static b => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'.', Word());

    private byte[] Replace(byte[] input, Func<byte, bool> belongs, byte[] piece)
    {
        var start = random.Next(input.Length + 1);
        while (start < input.Length && !belongs(input[start]))
        {
            start++;
        }

        var end = start;
        while (end < input.Length && belongs(input[end]))
        {
            end++;
        }

        while (start > 0 && belongs(input[start - 1]))
        {
            start--;
        }

        return end == start ? input : [.. input.AsSpan(0, start), .. piece, .. input.AsSpan(end)];
    }

    private (int Start, int Length) Range(byte[] input)
    {
        var start = random.Next(input.Length + 1);
        var most = random.Next(4) == 0 ? input.Length : MaxPiece;
        return (start, random.Next(Math.Min(most, input.Length - start) + 1));
    }
}
