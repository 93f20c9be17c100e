"""AI artefacts of two works: configurations, structure, parameters, tokenizers, prompts and pipelines.

Nothing is executed or unpickled: files of models are read by small readers of their formats, in parts and within the
limits of `artefacts.*`. `compare` is the entrance, `inventory` lists what there is, `readers` has one module for each
format. What is found are observations and figures of class MX; figures are compared with a null measured on
independently trained models (`parameter_null`).
"""
