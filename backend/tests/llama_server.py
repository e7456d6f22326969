"""A real llama.cpp server with a tiny model of random weights: for the protocol, not the sense.

``python tests/llama_server.py MODEL`` writes the model, serves it on a free port of 127.0.0.1, and prints the address.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

_WIDTH, _HIDDEN, _HEADS = 32, 64, 2
_CONTEXT = 16_384
_CONTROL = ("<unk>", "<s>", "</s>")
_PRINTABLE = [chr(sign) for sign in range(33, 127)]
_QUOTATION_MARK = len(_CONTROL) + 256 + _PRINTABLE.index('"')
# Enough of a template for a chat; some servers' models have no more.
_TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def write_model(path: Path, seed: int = 0) -> None:
    """A llama of one layer and 354 tokens: control signs, every byte, every printable ASCII sign, the space."""
    import gguf

    kinds = gguf.TokenType
    tokens = [*_CONTROL, *(f"<0x{byte:02X}>" for byte in range(256)), *_PRINTABLE, "▁"]
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256]
    types += [kinds.NORMAL] * (len(tokens) - len(types))
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_HIDDEN)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(_TEMPLATE)
    for name, weights in _weights(np.random.default_rng(seed), len(tokens)).items():
        writer.add_tensor(f"{name}.weight", weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _weights(random: np.random.Generator, tokens: int) -> dict[str, "np.typing.NDArray[np.float64]"]:
    output = random.normal(0, 1, (tokens, _WIDTH))
    # Quotation marks come up more often than other signs, or a string that has begun would hardly ever end.
    output[_QUOTATION_MARK] *= 3
    square = ("attn_q", "attn_k", "attn_v", "attn_output")
    return {
        "token_embd": random.normal(0, 1, (tokens, _WIDTH)),
        "output": output,
        "output_norm": np.ones(_WIDTH),
        "blk.0.attn_norm": np.ones(_WIDTH),
        "blk.0.ffn_norm": np.ones(_WIDTH),
        **{f"blk.0.{name}": random.normal(0, 0.3, (_WIDTH, _WIDTH)) for name in square},
        "blk.0.ffn_gate": random.normal(0, 0.3, (_HIDDEN, _WIDTH)),
        "blk.0.ffn_up": random.normal(0, 0.3, (_HIDDEN, _WIDTH)),
        "blk.0.ffn_down": random.normal(0, 0.3, (_WIDTH, _HIDDEN)),
    }


def serve(model: Path) -> None:
    """Until standard input ends."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = _CONTEXT, 1, 1
    params.warmup, params.verbosity, params.port, params.ui = False, 0, 0, False
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


@contextmanager
def llama_server(folder: Path, seed: int = 0) -> Iterator[str]:
    """The base URL of a running llama.cpp, whose model is of this seed."""
    model = folder / f"random-{seed}.gguf"
    write_model(model, seed)
    with subprocess.Popen(
        [sys.executable, __file__, str(model)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            address = next((line.strip() for line in process.stdout if line.startswith("http")), None)
            assert address is not None, f"llama.cpp ended with {process.wait()}"
            yield f"{address}/v1"
        finally:
            process.terminate()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
