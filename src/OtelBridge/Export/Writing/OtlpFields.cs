using OtelBridge.Otlp;

namespace OtelBridge.Export.Writing;

/// <summary>Field numbers of the OTLP messages that are written by hand, taken from the generated ones.</summary>
internal static class OtlpFields
{
    public const int Key = KeyValue.KeyFieldNumber;
    public const int Value = KeyValue.ValueFieldNumber;
    public const int String = AnyValue.StringValueFieldNumber;
    public const int Bool = AnyValue.BoolValueFieldNumber;
    public const int Int = AnyValue.IntValueFieldNumber;
    public const int Double = AnyValue.DoubleValueFieldNumber;
    public const int Array = AnyValue.ArrayValueFieldNumber;
    public const int Map = AnyValue.KvlistValueFieldNumber;
    public const int Bytes = AnyValue.BytesValueFieldNumber;
}
