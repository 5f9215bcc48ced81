using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OtelBridge.Probing;

/// <summary>Greets whoever is at the other end of a fresh connection, and knows by the first bytes of the answer what is spoken there.</summary>
/// <remarks>Sources: RFC 9113, sections 3.4 and 4.1 (preface, frames); RFC 8446, section 5.1 (records).</remarks>
internal static class WireGreeting
{
    private const int FrameHeaderSize = 9;
    private const int GoAwayErrorAt = FrameHeaderSize + 4;
    private const byte SettingsFrame = 4;
    private const byte GoAwayFrame = 7;
    private const int Http11Required = 0xd;
    private const int MaxAnswer = 64;

    // The preface and an empty SETTINGS frame.
    private static readonly byte[] Http2 = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, SettingsFrame, 0, 0, 0, 0, 0];

    /// <summary>Greets in HTTP/2.</summary>
    public static async Task<SpokenWire> SayHttp2Async(Stream stream, TimeSpan patience, CancellationToken cancellationToken) =>
        Read(await AskAsync(stream, Http2, FrameHeaderSize + 8, patience, cancellationToken).ConfigureAwait(false));

    /// <summary>Greets in HTTP/1.1; the status is 0 when the answer is not HTTP/1.</summary>
    public static async Task<(SpokenWire Wire, int Status)> SayHttp1Async(Stream stream, string authority, TimeSpan patience, CancellationToken cancellationToken)
    {
        var request = Encoding.ASCII.GetBytes($"HEAD / HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
        var answer = await AskAsync(stream, request, "HTTP/1.1 200"u8.Length, patience, cancellationToken).ConfigureAwait(false);
        var wire = Read(answer);
        var status = wire == SpokenWire.Http1 && answer is { Length: >= 12 } && int.TryParse(answer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;
        return (wire, status);
    }

    private static SpokenWire Read(byte[]? answer) => answer switch
    {
        null => SpokenWire.Nothing,
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', ..] => SpokenWire.Http1,
        [0x15, 0x03, ..] => SpokenWire.Tls, // an alert
        { Length: >= FrameHeaderSize } when answer[3] == SettingsFrame => SpokenWire.Http2,
        { Length: >= GoAwayErrorAt + 4 } when answer[3] == GoAwayFrame =>
            BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(GoAwayErrorAt)) == Http11Required ? SpokenWire.Http1 : SpokenWire.Http2,
        _ => SpokenWire.Unknown,
    };

    /// <summary>The first bytes of the answer; none when the other end closes, null when it stays silent.</summary>
    private static async Task<byte[]?> AskAsync(Stream stream, byte[] greeting, int wanted, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = new byte[MaxAnswer];
        var count = 0;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            await stream.WriteAsync(greeting, deadline.Token).ConfigureAwait(false);
            while (count < wanted && !IsSettings(answer, count))
            {
                var read = await stream.ReadAsync(answer.AsMemory(count), deadline.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                count += read;
            }
        }
        catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Closing and silence are answers too; what came before them counts.
        }

        return count == 0 && deadline.IsCancellationRequested ? null : answer[..count];
    }

    // Shorter than what else is waited for, and enough.
    private static bool IsSettings(byte[] answer, int count) => count >= FrameHeaderSize && answer[3] == SettingsFrame && answer[0] == 0;
}
