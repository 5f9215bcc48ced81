using System.Buffers;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>How traces are written into a file, one after the other.</summary>
internal interface ITraceFormat
{
    /// <summary>Gets the name by which people ask for it.</summary>
    string Name { get; }

    /// <summary>Writes what comes before the first trace.</summary>
    void WriteHeader(IBufferWriter<byte> output);

    /// <summary>Writes a trace, its line end included.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="experimentName">Name of its experiment: ids of experiments differ between stores.</param>
    void Write(IBufferWriter<byte> output, Trace trace, string experimentName);
}
